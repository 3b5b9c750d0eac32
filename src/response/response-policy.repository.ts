import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import { defaultResponsePolicy, ResponsePolicy } from './domain/response-policy.js';

/** The stop switch, when it is on. */
export interface Stop {
  readonly at: Date;
  readonly by: string;
  readonly reason: string;
}

/** The policy in force. */
export interface PolicyInForce {
  readonly policy: ResponsePolicy;
  /** 0 until somebody changes the default. */
  readonly version: number;
  /** When it was last changed. */
  readonly since: Date;
  readonly stop: Stop | undefined;
}

/** Keeps the one response policy. */
@Injectable()
export class ResponsePolicyRepository {
  async read(tx: Transaction): Promise<PolicyInForce> {
    const [row]: {
      policy: unknown;
      version: number;
      updated_at: Date;
      stopped_at: Date | null;
      stopped_by: string | null;
      stop_reason: string | null;
    }[] = await tx.query(`SELECT response_policy.* FROM response_policy`);
    if (!row)
      return { policy: defaultResponsePolicy(), version: 0, since: new Date(0), stop: undefined };
    return {
      policy: ResponsePolicy.parse(row.policy),
      version: row.version,
      since: row.updated_at,
      stop: row.stopped_at
        ? { at: row.stopped_at, by: row.stopped_by ?? '', reason: row.stop_reason ?? '' }
        : undefined,
    };
  }

  async save(tx: Transaction, policy: ResponsePolicy): Promise<void> {
    await tx.query(
      `INSERT INTO response_policy (policy, version) VALUES ($1, 1)
       ON CONFLICT (singleton) DO UPDATE
         SET policy = excluded.policy, version = response_policy.version + 1, updated_at = now()`,
      [JSON.stringify(policy)],
    );
  }

  async stop(tx: Transaction, by: string, reason: string): Promise<void> {
    await tx.query(
      `INSERT INTO response_policy (policy, version, stopped_at, stopped_by, stop_reason)
       VALUES ($1, 0, now(), $2, $3)
       ON CONFLICT (singleton) DO UPDATE
         SET stopped_at = coalesce(response_policy.stopped_at, now()), stopped_by = $2, stop_reason = $3`,
      [JSON.stringify(defaultResponsePolicy()), by, reason],
    );
  }

  async resume(tx: Transaction): Promise<void> {
    await tx.query(
      `UPDATE response_policy SET stopped_at = NULL, stopped_by = NULL, stop_reason = NULL`,
    );
  }
}
