import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Transaction } from './transaction.js';

/** Bytes handed to the socket at once; larger writes only cost memory. */
const CHUNK_BYTES = 256 * 1024;

/**
 * Runs `COPY … FROM STDIN (FORMAT binary)` inside a transaction.
 *
 * @param sql the COPY statement; names in it are ours, never input
 * @param bytes what {@link BinaryCopy} made
 */
export async function copyIn(tx: Transaction, sql: string, bytes: Buffer): Promise<void> {
  if (!tx.queryRunner) throw new Error('COPY needs the connection of a transaction');
  const client: Client = await tx.queryRunner.connect();
  await pipeline(Readable.from(chunks(bytes), { objectMode: false }), client.query(copyFrom(sql)));
}

function* chunks(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}
