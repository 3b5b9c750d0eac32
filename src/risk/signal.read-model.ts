import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';

/** A signal as lists show it. */
export interface SignalRow {
  readonly id: string;
  readonly account_id: string;
  readonly detector: string;
  readonly technique: string;
  readonly at: Date;
  readonly confidence: number;
  readonly summary: string;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly suppressed_by: string | null;
}

/** Which signals a list shows, newest first. Moments are ISO 8601. */
export interface SignalFilter {
  readonly accountId?: string | undefined;
  readonly detector?: string | undefined;
  /** Inclusive. */
  readonly from?: string | undefined;
  /** Exclusive. */
  readonly to?: string | undefined;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

/** Lists of signals. */
@Injectable()
export class SignalReadModel {
  constructor(private readonly database: Database) {}

  list(filter: SignalFilter, limit: number): Promise<SignalRow[]> {
    return this.database.direct.query(
      `SELECT signal.id, signal.account_id, signal.detector, signal.technique, signal.at,
              signal.confidence, signal.summary, signal.evidence, signal.suppressed_by
         FROM signal
        WHERE ($1::uuid IS NULL OR signal.account_id = $1)
          AND ($2::text IS NULL OR signal.detector = $2)
          AND ($3::timestamptz IS NULL OR signal.at >= $3)
          AND ($4::timestamptz IS NULL OR signal.at < $4)
          AND ($5::timestamptz IS NULL OR (signal.at, signal.id) < ($5, $6::uuid))
        ORDER BY signal.at DESC, signal.id DESC LIMIT ${limit}`,
      [
        filter.accountId ?? null,
        filter.detector ?? null,
        filter.from ?? null,
        filter.to ?? null,
        filter.after?.at ?? null,
        filter.after?.id ?? null,
      ],
    );
  }
}
