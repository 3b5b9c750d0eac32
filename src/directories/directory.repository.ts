import { Injectable } from '@nestjs/common';
import { MoreThan, QueryFailedError } from 'typeorm';
import type { Transaction } from '../platform/database/transaction.js';
import { DirectoryEntity } from './directory.entity.js';
import { DEFAULT_DIRECTORY, type Directory } from './domain/directory.js';
import type { Sync } from './domain/sync.js';

/** What a run leaves behind beside its progress. */
export interface SyncEnd {
  /** When it began, if it was a complete one. */
  readonly syncedAt?: Date;
  readonly cursor?: string | undefined;
}

/** What of a directory can be changed. */
export type DirectoryChange = Partial<
  Pick<Directory, 'name' | 'settings' | 'sync' | 'syncedAt'>
> & {
  /** undefined: there are none any more. */
  readonly sealedSecrets?: Buffer | undefined;
};

const UNIQUE_VIOLATION = '23505';

/** Reads and writes rows of `directory`. */
@Injectable()
export class DirectoryRepository {
  async list(tx: Transaction, after: string | undefined, limit: number): Promise<Directory[]> {
    const rows = await tx.find(DirectoryEntity, {
      ...(after === undefined ? {} : { where: { id: MoreThan(after) } }),
      order: { id: 'ASC' },
      take: limit,
    });
    return rows.map(toDirectory);
  }

  /** @param lock keeps the row for the transaction */
  async find(tx: Transaction, id: string, lock = false): Promise<Directory | undefined> {
    const row = await tx.findOne(DirectoryEntity, {
      where: { id },
      ...(lock ? { lock: { mode: 'pessimistic_write' as const } } : {}),
    });
    return row ? toDirectory(row) : undefined;
  }

  /** The directory named `default`, else the one that was connected first. */
  async findDefault(tx: Transaction): Promise<Directory | undefined> {
    const row = await tx
      .createQueryBuilder(DirectoryEntity, 'directory')
      .orderBy('directory.name = :name', 'DESC')
      .addOrderBy('directory.id', 'ASC')
      .setParameters({ name: DEFAULT_DIRECTORY })
      .getOne();
    return row ? toDirectory(row) : undefined;
  }

  async isEmpty(tx: Transaction): Promise<boolean> {
    return !(await tx.exists(DirectoryEntity));
  }

  /** Whether it was added: false when the name is taken. */
  add(tx: Transaction, directory: Directory): Promise<boolean> {
    const { sealedSecrets, sync, syncCursor, syncedAt, ...rest } = directory;
    const row: Partial<DirectoryEntity> = {
      ...rest,
      settings: { ...rest.settings },
      sealedSecrets: sealedSecrets ?? null,
      sync: sync ?? null,
      syncCursor: syncCursor ?? null,
      syncedAt: syncedAt ?? null,
    };
    return unlessTaken(tx.insert(DirectoryEntity, row));
  }

  /** Whether it was changed: false when the name is taken. */
  change(tx: Transaction, id: string, change: DirectoryChange): Promise<boolean> {
    const { settings, sealedSecrets, ...rest } = change;
    const row: Partial<DirectoryEntity> = {
      ...rest,
      // With other settings the cursor may mean nothing, or something else.
      ...(settings
        ? { settings: { ...settings }, sealedSecrets: sealedSecrets ?? null, syncCursor: null }
        : {}),
    };
    return unlessTaken(tx.update(DirectoryEntity, { id }, row));
  }

  /** Notes how far a run has come, unless another one has taken its place. */
  async noteSync(tx: Transaction, id: string, sync: Sync, end: SyncEnd = {}): Promise<void> {
    await tx.query(
      `UPDATE directory SET sync_progress = $3, synced_at = coalesce($4, synced_at),
                            sync_cursor = coalesce($5, sync_cursor)
        WHERE id = $1 AND sync_progress ->> 'id' = $2`,
      [id, sync.id, JSON.stringify(sync), end.syncedAt ?? null, end.cursor ?? null],
    );
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.delete(DirectoryEntity, { id });
  }
}

async function unlessTaken(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    const driverError: { code?: string } =
      error instanceof QueryFailedError ? error.driverError : {};
    if (driverError.code === UNIQUE_VIOLATION) return false;
    throw error;
  }
}

function toDirectory(row: DirectoryEntity): Directory {
  const { settings, sealedSecrets, sync, syncCursor, syncedAt, ...rest } = row;
  return {
    ...rest,
    settings: Object.fromEntries(Object.entries(settings)),
    ...(sealedSecrets ? { sealedSecrets } : {}),
    ...(sync ? { sync } : {}),
    ...(syncCursor === null ? {} : { syncCursor }),
    ...(syncedAt ? { syncedAt } : {}),
  };
}
