import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';

/** Key of the advisory lock on making the tables: "mailboxe" in ASCII, as no other lock of ours. */
const LOCK = '7881696737103935589';

/** PostfixAdmin's tables, as far as a directory needs them, with a must-change mark. */
const TABLES = [
  `CREATE TABLE IF NOT EXISTS public.mailbox (
    username text PRIMARY KEY,
    password text NOT NULL,
    name text NOT NULL DEFAULT '',
    active boolean NOT NULL DEFAULT true,
    must_change boolean NOT NULL DEFAULT false,
    password_changed timestamptz,
    created timestamptz NOT NULL DEFAULT now(),
    modified timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE IF NOT EXISTS public.alias (
    address text PRIMARY KEY,
    goto text NOT NULL,
    created timestamptz NOT NULL DEFAULT now(),
    modified timestamptz NOT NULL DEFAULT now()
  )`,
];

/** The mailbox tables in the embedded database; a site's own database gets none. */
@Injectable()
export class EmbeddedMailboxRepository {
  /** Keeps other processes from making the tables at the same time, to the end of the transaction. */
  async alone(tx: Transaction): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
  }

  async makeTables(tx: Transaction): Promise<void> {
    for (const statement of TABLES) await tx.query(statement);
  }
}
