import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { z } from 'zod';

/** How long an answer is kept. */
const KEPT = '24 hours';

/**
 * A request that hasn't been answered for so long died with its process: the key is free again.
 * Longer than any write takes; long work answers 202 at once.
 */
const ABANDONED = '5 minutes';

const Row = z.object({
  fingerprint: z.string(),
  status: z.int().nullable(),
  headers: z.record(z.string(), z.string()).nullable(),
  body: z.string().nullable(),
});

/** An answer as it is kept. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text; absent for an empty body. */
  readonly body: string | undefined;
}

/** What became of the wish to be the first with a key. */
export type Claim =
  | { readonly kind: 'first' }
  | { readonly kind: 'in-use'; readonly fingerprint: string }
  | { readonly kind: 'answered'; readonly fingerprint: string; readonly answer: KeptAnswer };

/** Keeps the first answer to each Idempotency-Key of each caller, in `idempotency_record`. */
@Injectable()
export class IdempotencyRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Takes the key for this request, unless another one has it; of two at once only one gets it. */
  async claim(caller: string, key: string, fingerprint: string): Promise<Claim> {
    const taken: unknown[] = await this.dataSource.query(
      `INSERT INTO idempotency_record AS record (caller, key, fingerprint) VALUES ($1, $2, $3)
       ON CONFLICT (caller, key) DO UPDATE
         SET fingerprint = excluded.fingerprint, status = NULL, headers = NULL, body = NULL,
             created_at = now()
         WHERE record.created_at < now() - interval '${KEPT}'
            OR (record.status IS NULL AND record.created_at < now() - interval '${ABANDONED}')
       RETURNING 1`,
      [caller, key, fingerprint],
    );
    if (taken.length > 0) return { kind: 'first' };
    const rows: unknown[] = await this.dataSource.query(
      'SELECT fingerprint, status, headers, body FROM idempotency_record WHERE caller = $1 AND key = $2',
      [caller, key],
    );
    // Released between the two statements: this request may try again.
    if (rows.length === 0) return this.claim(caller, key, fingerprint);
    const row = Row.parse(rows[0]);
    if (row.status === null) return { kind: 'in-use', fingerprint: row.fingerprint };
    const answer = {
      status: row.status,
      headers: row.headers ?? {},
      body: row.body ?? undefined,
    };
    return { kind: 'answered', fingerprint: row.fingerprint, answer };
  }

  /** Keeps the answer to a claimed key. */
  async keep(caller: string, key: string, answer: KeptAnswer): Promise<void> {
    await this.dataSource.query(
      `UPDATE idempotency_record SET status = $3, headers = $4, body = $5
       WHERE caller = $1 AND key = $2`,
      [caller, key, answer.status, JSON.stringify(answer.headers), answer.body ?? null],
    );
  }

  /** Gives a claimed key back: the request came to nothing and may be sent again. */
  async release(caller: string, key: string): Promise<void> {
    await this.dataSource.query(
      'DELETE FROM idempotency_record WHERE caller = $1 AND key = $2 AND status IS NULL',
      [caller, key],
    );
  }

  /** Drops what is older than a day. */
  async sweep(): Promise<void> {
    await this.dataSource.query(
      `DELETE FROM idempotency_record WHERE created_at < now() - interval '${KEPT}'`,
    );
  }
}
