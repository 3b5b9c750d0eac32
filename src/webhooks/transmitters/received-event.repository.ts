import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';

/**
 * What became of a token. `signal`: it counts against an account. `no-compromise`: it speaks of none.
 * `unknown-subject`: nobody here has that name. `ambiguous-subject`: its names lead to several accounts.
 */
export const RECEIVED_OUTCOMES = [
  'signal',
  'no-compromise',
  'unknown-subject',
  'ambiguous-subject',
] as const;
export type ReceivedOutcome = (typeof RECEIVED_OUTCOMES)[number];

/** A security event token that was taken in. */
export interface ReceivedEvent {
  readonly id: string;
  readonly jti: string;
  /** URIs of its events. */
  readonly types: readonly string[];
  readonly account_id: string | null;
  readonly outcome: ReceivedOutcome;
  readonly issued_at: Date;
  readonly received_at: Date;
}

/** Writes down which tokens were taken in, so that none counts twice. */
@Injectable()
export class ReceivedEventRepository {
  /** Whether it is the first token with this `jti` of the transmitter. */
  async add(
    tx: Transaction,
    transmitterId: string,
    event: Omit<ReceivedEvent, 'received_at'>,
  ): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `WITH fresh AS (
         INSERT INTO received_security_event (id, transmitter_id, jti, types, account_id, outcome, issued_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (transmitter_id, jti) DO NOTHING RETURNING id)
       SELECT fresh.id FROM fresh`,
      [
        event.id,
        transmitterId,
        event.jti,
        event.types,
        event.account_id,
        event.outcome,
        event.issued_at,
      ],
    );
    return rows.length > 0;
  }

  /** The newest first, after the event `before`. */
  list(
    tx: Transaction,
    transmitterId: string,
    before: string | undefined,
    limit: number,
  ): Promise<ReceivedEvent[]> {
    return tx.query(
      `SELECT received_security_event.* FROM received_security_event
        WHERE received_security_event.transmitter_id = $1
          AND ($2::uuid IS NULL OR received_security_event.id < $2)
        ORDER BY received_security_event.id DESC LIMIT $3`,
      [transmitterId, before ?? null, limit],
    );
  }

  async dropOld(tx: Transaction, days: number): Promise<void> {
    await tx.query(
      `DELETE FROM received_security_event
        WHERE received_security_event.received_at < now() - make_interval(days => $1)`,
      [days],
    );
  }
}
