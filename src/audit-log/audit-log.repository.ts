import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { type DataSource, LessThanOrEqual, MoreThan } from 'typeorm';
import type { Transaction } from '../platform/database/transaction.js';
import { AuditEntryEntity } from './audit-entry.entity.js';
import {
  type AuditEntry,
  type AuditFact,
  chained,
  type ChainHead,
  EMPTY_CHAIN,
} from './domain/audit-entry.js';

/** Key of the advisory lock on the chain: "authward" in ASCII, as no other lock of ours. */
const CHAIN_LOCK = '7022364555107724900';
const ENTRIES_A_STATEMENT = 1_000;

const INSERT = `
  INSERT INTO audit_entry (sequence, at, actor, what, subject, detail, request_id, previous_hash, hash)
  SELECT entry.sequence, entry.at, entry.actor, entry.what, entry.subject, entry.detail,
         entry.request_id, entry.previous_hash, entry.hash
  FROM jsonb_to_recordset($1) AS entry (
    sequence bigint, at timestamptz, actor text, what text, subject text, detail jsonb,
    request_id text, previous_hash text, hash text)`;

/** Writes and walks the chain of `audit_entry`. */
@Injectable()
export class AuditLogRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Appends the facts in order, in the given transaction or in one of their own. */
  async append(facts: readonly AuditFact[], transaction?: Transaction): Promise<void> {
    if (!transaction) return this.dataSource.transaction((own) => this.append(facts, own));
    // Held until the transaction ends: two entries can't take the same place.
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [CHAIN_LOCK]);
    const entries = chained(await this.head(transaction), facts);
    for (let from = 0; from < entries.length; from += ENTRIES_A_STATEMENT) {
      const rows = entries.slice(from, from + ENTRIES_A_STATEMENT).map(toRow);
      await transaction.query(INSERT, [JSON.stringify(rows)]);
    }
    return undefined;
  }

  /** The last entry's place; {@link EMPTY_CHAIN} when there is none. */
  async head(transaction: Transaction = this.dataSource.manager): Promise<ChainHead> {
    const last = await transaction.findOne(AuditEntryEntity, {
      where: {},
      order: { sequence: 'DESC' },
    });
    return last ? { sequence: Number(last.sequence), hash: last.hash } : EMPTY_CHAIN;
  }

  /** Up to `limit` entries after `sequence`, up to and including `last`, oldest first. */
  async after(sequence: number, last: number, limit: number): Promise<readonly AuditEntry[]> {
    const rows = await this.dataSource
      .getRepository(AuditEntryEntity)
      .createQueryBuilder('entry')
      .where({ sequence: MoreThan(String(sequence)) })
      .andWhere({ sequence: LessThanOrEqual(String(last)) })
      .orderBy('entry.sequence', 'ASC')
      .limit(limit)
      .getMany();
    return rows.map(toEntry);
  }
}

function toRow({ requestId, previousHash, ...entry }: AuditEntry) {
  return { ...entry, request_id: requestId, previous_hash: previousHash };
}

/** The row as the domain sees it. */
export function toEntry(row: AuditEntryEntity): AuditEntry {
  return {
    ...row,
    sequence: Number(row.sequence),
    subject: row.subject ?? undefined,
    requestId: row.requestId ?? undefined,
  };
}
