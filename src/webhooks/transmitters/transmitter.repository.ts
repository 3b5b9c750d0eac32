import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import type { Transaction } from '../../platform/database/transaction.js';

/** What a subject that is named by issuer and id, or by an id alone, is with us. */
export const SUBJECT_IS = ['login', 'directory-id'] as const;

/** Whose security event tokens are taken in. */
export interface Transmitter {
  readonly id: string;
  readonly name: string;
  /** `iss` of its tokens. */
  readonly issuer: string;
  /** `aud` of its tokens has this. */
  readonly audience: string;
  /** Where its keys are. */
  readonly jwksUrl: string;
  /** Issuers, besides itself, whose names for people it may use. */
  readonly subjectIssuers: readonly string[];
  readonly subjectIs: (typeof SUBJECT_IS)[number];
  readonly enabled: boolean;
  readonly createdAt: Date;
}

interface TransmitterRow {
  id: string;
  name: string;
  issuer: string;
  audience: string;
  jwks_url: string;
  subject_issuers: string[];
  subject_is: Transmitter['subjectIs'];
  enabled: boolean;
  created_at: Date;
}

const UNIQUE_VIOLATION = '23505';

/** Reads and writes rows of `security_event_transmitter`. */
@Injectable()
export class TransmitterRepository {
  async list(tx: Transaction, after: string | undefined, limit: number): Promise<Transmitter[]> {
    const rows: TransmitterRow[] = await tx.query(
      `SELECT security_event_transmitter.* FROM security_event_transmitter
        WHERE $1::uuid IS NULL OR security_event_transmitter.id > $1
        ORDER BY security_event_transmitter.id LIMIT $2`,
      [after ?? null, limit],
    );
    return rows.map(toTransmitter);
  }

  async find(tx: Transaction, id: string, forUpdate = false): Promise<Transmitter | undefined> {
    const [row]: TransmitterRow[] = await tx.query(
      `SELECT security_event_transmitter.* FROM security_event_transmitter
        WHERE security_event_transmitter.id = $1 ${forUpdate ? 'FOR UPDATE' : ''}`,
      [id],
    );
    return row && toTransmitter(row);
  }

  /** Adds or changes one; false when another one has its name. */
  async save(tx: Transaction, transmitter: Transmitter): Promise<boolean> {
    const { id, name, issuer, audience, jwksUrl, subjectIssuers, subjectIs } = transmitter;
    try {
      await tx.query(
        `INSERT INTO security_event_transmitter
           (id, name, issuer, audience, jwks_url, subject_issuers, subject_is, enabled, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (id) DO UPDATE
           SET name = excluded.name, issuer = excluded.issuer, audience = excluded.audience,
               jwks_url = excluded.jwks_url, subject_issuers = excluded.subject_issuers,
               subject_is = excluded.subject_is, enabled = excluded.enabled`,
        [
          id,
          name,
          issuer,
          audience,
          jwksUrl,
          subjectIssuers,
          subjectIs,
          transmitter.enabled,
          transmitter.createdAt,
        ],
      );
      return true;
    } catch (error) {
      const driverError: { code?: string } =
        error instanceof QueryFailedError ? error.driverError : {};
      if (driverError.code === UNIQUE_VIOLATION) return false;
      throw error;
    }
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.query(`DELETE FROM security_event_transmitter WHERE id = $1`, [id]);
  }
}

function toTransmitter(row: TransmitterRow): Transmitter {
  return {
    id: row.id,
    name: row.name,
    issuer: row.issuer,
    audience: row.audience,
    jwksUrl: row.jwks_url,
    subjectIssuers: row.subject_issuers,
    subjectIs: row.subject_is,
    enabled: row.enabled,
    createdAt: row.created_at,
  };
}
