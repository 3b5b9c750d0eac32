import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import type { Transaction } from '../platform/database/transaction.js';

/** The key that signs security event tokens. */
export interface SecurityKey {
  readonly id: string;
  readonly publicJwk: JWK;
  readonly sealedPrivateJwk: Buffer;
}

/** Reads and writes rows of `security_key`. */
@Injectable()
export class SecurityKeyRepository {
  /** The newest first; the first one signs. */
  async list(tx: Transaction): Promise<SecurityKey[]> {
    const rows: { id: string; public_jwk: JWK; sealed_private_jwk: Buffer }[] = await tx.query(
      `SELECT security_key.id, security_key.public_jwk, security_key.sealed_private_jwk
         FROM security_key ORDER BY security_key.id DESC`,
    );
    return rows.map(({ id, public_jwk: publicJwk, sealed_private_jwk: sealedPrivateJwk }) => ({
      id,
      publicJwk,
      sealedPrivateJwk,
    }));
  }

  /** Adds the first one; of two processes that do so at once only one succeeds. */
  async addFirst(tx: Transaction, { id, publicJwk, sealedPrivateJwk }: SecurityKey): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('authwarden security_key', 0))`);
    await tx.query(
      `INSERT INTO security_key (id, public_jwk, sealed_private_jwk)
       SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT FROM security_key)`,
      [id, JSON.stringify(publicJwk), sealedPrivateJwk],
    );
  }
}
