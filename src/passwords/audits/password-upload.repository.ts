import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { idFromDigest } from '../../kernel/ids.js';
import type { Transaction } from '../../platform/database/transaction.js';
import type { UploadProblem } from '../domain/uploads/upload-format.js';

/** A file of accounts and stored passwords that was sent, until an audit has used it up. */
export interface PasswordUpload {
  readonly id: string;
  /** What people call it; audits of the same name are compared over time. */
  readonly name: string;
  readonly format: string;
  readonly accounts: number;
  /** The first of them. */
  readonly problems: readonly UploadProblem[];
  readonly problemCount: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  /** When an audit took it. */
  readonly usedAt?: Date;
}

const Row = z.object({
  id: z.string(),
  name: z.string(),
  format: z.string(),
  accounts: z.int(),
  problems: z.array(z.object({ line: z.int(), code: z.string(), detail: z.string() })),
  problem_count: z.int(),
  created_by: z.string(),
  created_at: z.date(),
  used_at: z.date().nullable(),
});

/** Reads and writes rows of `password_upload`; the accounts are in chunks. */
@Injectable()
export class PasswordUploadRepository {
  async add(tx: Transaction, upload: PasswordUpload): Promise<void> {
    await tx.query(
      `INSERT INTO password_upload (id, name, format, accounts, problems, problem_count, created_by, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        upload.id,
        upload.name,
        upload.format,
        upload.accounts,
        JSON.stringify(upload.problems),
        upload.problemCount,
        upload.createdBy,
        upload.createdAt,
      ],
    );
  }

  /** Takes an upload that nobody has taken; undefined when there is none. */
  async take(tx: Transaction, id: string, at: Date): Promise<PasswordUpload | undefined> {
    const [rows]: [unknown[], number] = await tx.query(
      `UPDATE password_upload SET used_at = $2
        WHERE password_upload.id = $1 AND password_upload.used_at IS NULL RETURNING *`,
      [id, at],
    );
    if (rows[0] === undefined) return undefined;
    const row = Row.parse(rows[0]);
    return {
      id: row.id,
      name: row.name,
      format: row.format,
      accounts: row.accounts,
      problems: row.problems,
      problemCount: row.problem_count,
      createdBy: row.created_by,
      createdAt: row.created_at,
      ...(row.used_at ? { usedAt: row.used_at } : {}),
    };
  }

  /** Removes uploads that nobody took, with their chunks. */
  async expire(tx: Transaction, before: Date): Promise<void> {
    await tx.query(
      `DELETE FROM password_audit_chunk USING password_upload
        WHERE password_audit_chunk.owner_id = password_upload.id
          AND password_upload.used_at IS NULL AND password_upload.created_at < $1`,
      [before],
    );
    await tx.query(
      `DELETE FROM password_upload
        WHERE password_upload.used_at IS NULL AND password_upload.created_at < $1`,
      [before],
    );
    // What a broken transfer left behind belongs to no upload and to no audit. One that is under way
    // doesn't either, so the time in its id has to be past, too.
    const oldestKept = idFromDigest(before.getTime(), '\0'.repeat(10));
    await tx.query(
      `DELETE FROM password_audit_chunk
        WHERE password_audit_chunk.owner_id < $1
          AND NOT EXISTS (SELECT 1 FROM password_upload WHERE password_upload.id = password_audit_chunk.owner_id)
          AND NOT EXISTS (SELECT 1 FROM password_audit WHERE password_audit.id = password_audit_chunk.owner_id)`,
      [oldestKept],
    );
  }
}
