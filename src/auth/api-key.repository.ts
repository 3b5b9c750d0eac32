import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { type DataSource, IsNull, LessThan } from 'typeorm';
import type { Transaction } from '../platform/database/transaction.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { type ApiKey } from './domain/api-key.js';
import { knownScopes } from './domain/scopes.js';

/** Key of the advisory lock under which the first admin key is made: "aw-first" in ASCII. */
const FIRST_KEY_LOCK = '7023118472551756660';

/** Reads and writes `api_key`. */
@Injectable()
export class ApiKeyRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Runs `work` in a transaction. */
  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.dataSource.transaction(work);
  }

  /** Makes processes that start together take turns, until the transaction ends. */
  async lockFirstKey(transaction: Transaction): Promise<void> {
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [FIRST_KEY_LOCK]);
  }

  async insert(key: ApiKey, transaction: Transaction): Promise<void> {
    await transaction.insert(ApiKeyEntity, {
      id: key.id,
      name: key.name,
      prefix: key.prefix,
      keyHash: key.hash,
      scopes: [...key.scopes],
      createdBy: key.createdBy,
      createdAt: key.createdAt,
      expiresAt: key.expiresAt ?? null,
    });
  }

  /** Every key of this prefix, revoked ones included. */
  async withPrefix(
    prefix: string,
    transaction: Transaction = this.dataSource.manager,
  ): Promise<readonly ApiKey[]> {
    return (await transaction.findBy(ApiKeyEntity, { prefix })).map(toApiKey);
  }

  /** Every key that isn't revoked, expired ones included. */
  async unrevoked(transaction: Transaction): Promise<readonly ApiKey[]> {
    return (await transaction.findBy(ApiKeyEntity, { revokedAt: IsNull() })).map(toApiKey);
  }

  /** Newest first, only those made before the key with the id `before`. */
  async list(before: string | undefined, limit: number): Promise<readonly ApiKey[]> {
    const rows = await this.dataSource.manager.find(ApiKeyEntity, {
      where: before === undefined ? {} : { id: LessThan(before) },
      order: { id: 'DESC' },
      take: limit,
    });
    return rows.map(toApiKey);
  }

  async find(id: string, transaction: Transaction): Promise<ApiKey | undefined> {
    const row = await transaction.findOneBy(ApiKeyEntity, { id });
    return row ? toApiKey(row) : undefined;
  }

  /** Whether this call revoked it; false when it was revoked before. */
  async revoke(id: string, at: Date, transaction: Transaction): Promise<boolean> {
    const { affected } = await transaction.update(
      ApiKeyEntity,
      { id, revokedAt: IsNull() },
      { revokedAt: at },
    );
    return affected === 1;
  }

  /** Notes when keys were used last; an earlier time never replaces a later one. */
  async recordUse(uses: ReadonlyMap<string, Date>): Promise<void> {
    await this.dataSource.query(
      `UPDATE api_key SET last_used_at = GREATEST(api_key.last_used_at, use.at)
       FROM unnest($1::uuid[], $2::timestamptz[]) AS use (id, at) WHERE api_key.id = use.id`,
      [[...uses.keys()], [...uses.values()]],
    );
  }
}

function toApiKey(row: ApiKeyEntity): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    hash: row.keyHash,
    scopes: knownScopes(row.scopes),
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt ?? undefined,
    lastUsedAt: row.lastUsedAt ?? undefined,
    revokedAt: row.revokedAt ?? undefined,
  };
}
