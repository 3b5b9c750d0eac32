import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';

export const CONTACT_KINDS = ['mail', 'phone', 'fact'] as const;
export type ContactKind = (typeof CONTACT_KINDS)[number];

/** Something by which a caller can be recognised. */
export interface Contact {
  readonly id: string;
  readonly accountId: string;
  readonly kind: ContactKind;
  /** What the operator asks for: `personnel number`, `second address`. */
  readonly name: string;
  /** With most of it hidden. */
  readonly shown: string;
  readonly sealed: Buffer;
}

interface ContactRow {
  id: string;
  account_id: string;
  kind: ContactKind;
  name: string;
  shown: string;
  sealed: Buffer;
}

/** Reads and writes rows of `account_contact`. */
@Injectable()
export class ContactRepository {
  async of(tx: Transaction, accountId: string): Promise<Contact[]> {
    const rows: ContactRow[] = await tx.query(
      `SELECT account_contact.* FROM account_contact
        WHERE account_contact.account_id = $1 ORDER BY account_contact.id`,
      [accountId],
    );
    return rows.map(({ account_id: id, ...row }) => ({ ...row, accountId: id }));
  }

  /** Puts these in the place of all that the account has. */
  async replace(tx: Transaction, accountId: string, contacts: readonly Contact[]): Promise<void> {
    await tx.query(`DELETE FROM account_contact WHERE account_id = $1`, [accountId]);
    for (const { id, kind, name, shown, sealed } of contacts)
      await tx.query(
        `INSERT INTO account_contact (id, account_id, kind, name, shown, sealed)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [id, accountId, kind, name, shown, sealed],
      );
  }
}
