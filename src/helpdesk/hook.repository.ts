import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';

/** What the messages of a helpdesk are signed by. */
export interface InboundSecret {
  readonly sealed: Buffer;
  readonly sealedFormer: Buffer | undefined;
  /** Until when the former one is good, too. */
  readonly formerUntil: Date | undefined;
}

/** Reads and writes what helpdesks sign by, and which of their messages came. */
@Injectable()
export class HookRepository {
  async secret(tx: Transaction, helpdeskId: string): Promise<InboundSecret | undefined> {
    const [row]: { sealed: Buffer; sealed_former: Buffer | null; former_until: Date | null }[] =
      await tx.query(
        `SELECT helpdesk_inbound_secret.sealed, helpdesk_inbound_secret.sealed_former,
                helpdesk_inbound_secret.former_until
           FROM helpdesk_inbound_secret WHERE helpdesk_inbound_secret.helpdesk_id = $1`,
        [helpdeskId],
      );
    return (
      row && {
        sealed: row.sealed,
        sealedFormer: row.sealed_former ?? undefined,
        formerUntil: row.former_until ?? undefined,
      }
    );
  }

  async saveSecret(tx: Transaction, helpdeskId: string, secret: InboundSecret): Promise<void> {
    await tx.query(
      `INSERT INTO helpdesk_inbound_secret (helpdesk_id, sealed, sealed_former, former_until)
       VALUES ($1, $2, $3, $4)
       ON CONFLICT (helpdesk_id) DO UPDATE
         SET sealed = excluded.sealed, sealed_former = excluded.sealed_former,
             former_until = excluded.former_until`,
      [helpdeskId, secret.sealed, secret.sealedFormer ?? null, secret.formerUntil ?? null],
    );
  }

  async removeSecret(tx: Transaction, helpdeskId: string): Promise<void> {
    await tx.query(`DELETE FROM helpdesk_inbound_secret WHERE helpdesk_id = $1`, [helpdeskId]);
  }

  /** Whether the message has not come before. */
  async noteMessage(tx: Transaction, helpdeskId: string, digest: Buffer): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `WITH fresh AS (
         INSERT INTO helpdesk_hook (helpdesk_id, message_digest) VALUES ($1, $2)
         ON CONFLICT DO NOTHING RETURNING message_digest)
       SELECT fresh.message_digest FROM fresh`,
      [helpdeskId, digest],
    );
    return rows.length > 0;
  }

  /** It couldn't be followed: when it comes again, it is looked at again. */
  async forgetMessage(tx: Transaction, helpdeskId: string, digest: Buffer): Promise<void> {
    await tx.query(`DELETE FROM helpdesk_hook WHERE helpdesk_id = $1 AND message_digest = $2`, [
      helpdeskId,
      digest,
    ]);
  }

  async dropOld(tx: Transaction, days: number): Promise<void> {
    await tx.query(
      `DELETE FROM helpdesk_hook WHERE helpdesk_hook.received_at < now() - make_interval(days => $1)`,
      [days],
    );
  }
}
