import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Transaction } from '../../platform/database/transaction.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import type { AuditSubject } from '../domain/audit/subject.js';

/** Accounts of a chunk: what is sealed at a time, and lost by a crash. */
export const CHUNK_SUBJECTS = 500;

const Subjects = z.array(z.custom<AuditSubject>((value) => typeof value === 'object'));

/** Accounts with their stored passwords while a run needs them: sealed, and bound to their owner. */
@Injectable()
export class SubjectChunkRepository {
  constructor(private readonly box: SecretBox) {}

  /** @param ownerId of the upload, or of the audit that took them from a directory */
  async add(
    tx: Transaction,
    ownerId: string,
    ordinal: number,
    subjects: readonly AuditSubject[],
  ): Promise<void> {
    const sealed = this.box.seal(JSON.stringify(subjects), contextOf(ownerId, ordinal));
    await tx.query(
      `INSERT INTO password_audit_chunk (owner_id, ordinal, subjects, sealed) VALUES ($1, $2, $3, $4)`,
      [ownerId, ordinal, subjects.length, sealed],
    );
  }

  /** Ordinals of the chunks that are still there. */
  async remaining(tx: Transaction, ownerId: string): Promise<number[]> {
    const rows: { ordinal: number }[] = await tx.query(
      `SELECT password_audit_chunk.ordinal FROM password_audit_chunk
        WHERE password_audit_chunk.owner_id = $1 ORDER BY password_audit_chunk.ordinal`,
      [ownerId],
    );
    return rows.map(({ ordinal }) => ordinal);
  }

  /** How many accounts there are. */
  async count(tx: Transaction, ownerId: string): Promise<number> {
    const [row]: { count: string }[] = await tx.query(
      `SELECT coalesce(sum(password_audit_chunk.subjects), 0) AS count FROM password_audit_chunk
        WHERE password_audit_chunk.owner_id = $1`,
      [ownerId],
    );
    return Number(row?.count ?? 0);
  }

  /** @throws DomainError when SECRETS_KEY isn't the one they were sealed with */
  async read(tx: Transaction, ownerId: string, ordinal: number): Promise<readonly AuditSubject[]> {
    const [row]: { sealed: Buffer }[] = await tx.query(
      `SELECT password_audit_chunk.sealed FROM password_audit_chunk
        WHERE password_audit_chunk.owner_id = $1 AND password_audit_chunk.ordinal = $2`,
      [ownerId, ordinal],
    );
    if (!row) return [];
    return Subjects.parse(JSON.parse(this.box.open(row.sealed, contextOf(ownerId, ordinal))));
  }

  /** Removes one chunk, or all of an owner's. */
  async remove(tx: Transaction, ownerId: string, ordinal?: number): Promise<void> {
    await tx.query(
      `DELETE FROM password_audit_chunk
        WHERE password_audit_chunk.owner_id = $1
          AND ($2::integer IS NULL OR password_audit_chunk.ordinal = $2)`,
      [ownerId, ordinal ?? null],
    );
  }
}

function contextOf(ownerId: string, ordinal: number): string {
  return `password-audit-chunk:${ownerId}:${ordinal}`;
}
