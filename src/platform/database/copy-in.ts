import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Transaction } from './transaction.js';

/**
 * Runs `COPY … FROM STDIN (FORMAT binary)` inside a transaction.
 *
 * @param sql the COPY statement; names in it are ours, never input
 * @param pieces what {@link BinaryCopy} made. The next one is asked for when the one before is on its
 *   way, so PostgreSQL writes rows while the next ones, or anything else, are being made.
 */
export async function copyIn(
  tx: Transaction,
  sql: string,
  pieces: Iterable<Buffer>,
): Promise<void> {
  if (!tx.queryRunner) throw new Error('COPY needs the connection of a transaction');
  const client: Client = await tx.queryRunner.connect();
  await pipeline(Readable.from(pieces), client.query(copyFrom(sql)));
}
