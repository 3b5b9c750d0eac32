import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BodyLimits, decodedBody } from './decoded-body.js';

const read = (bytes: Uint8Array | string, encoding?: string, limits?: BodyLimits) =>
  text(decodedBody(Readable.from([Buffer.from(bytes)]), encoding, limits));

describe('a decoded body', () => {
  it.each([undefined, '', 'identity', ' Identity '])(
    'is what came for the encoding %j',
    async (encoding) => {
      expect(await read('line 1\nline 2\n', encoding)).toBe('line 1\nline 2\n');
    },
  );

  it('is what gzip stands for, in one member or several', async () => {
    const members = Buffer.concat([gzipSync('line 1\n'), gzipSync('line 2\n')]);

    expect(await read(members, 'GZIP')).toBe('line 1\nline 2\n');
  });

  it('refuses another encoding, and a body that was parsed already', () => {
    expect(() => decodedBody(Readable.from([]), 'br')).toThrow('gzip or none');
    expect(() => decodedBody({ parsed: true }, undefined)).toThrow('Content-Type');
  });

  it.each([
    ['as it is', (bytes: Buffer) => bytes, undefined],
    ['compressed', (bytes: Buffer) => gzipSync(bytes), 'gzip'],
  ])('stops at the limit, %s', async (_case, packed, encoding) => {
    const whole = packed(Buffer.alloc(100, 'x'));

    await expect(read(whole, encoding, { maxBytes: 99 })).rejects.toMatchObject({
      code: 'body-too-large',
    });
    expect(await read(whole, encoding, { maxBytes: 100 })).toHaveLength(100);
  });

  it('stops a bomb long before it has gone off', async () => {
    const bomb = gzipSync(Buffer.alloc(64 << 20));
    let seen = 0;

    const reading = (async () => {
      for await (const chunk of decodedBody(Readable.from([bomb]), 'gzip')) seen += chunk.length;
    })();

    await expect(reading).rejects.toMatchObject({ code: 'body-too-large' });
    expect(seen).toBeLessThanOrEqual(17 << 20);
  });

  it.each([
    ['is cut off', gzipSync('a longer line of text').subarray(0, 20)],
    ['is none', Buffer.from('plain text')],
  ])('says so when the gzip %s', async (_case, bytes) => {
    await expect(read(bytes, 'gzip')).rejects.toMatchObject({ code: 'malformed-request' });
  });

  it('fails when the sender goes away', async () => {
    const sender = new Readable({ read: () => undefined });
    const reading = text(decodedBody(sender, undefined));

    sender.destroy(new Error('aborted'));

    await expect(reading).rejects.toThrow();
  });

  it('gives back any bytes, however they were cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 5_000 }),
        fc.integer({ min: 1, max: 700 }),
        async (bytes, cut) => {
          const packed = gzipSync(bytes);
          const pieces = Array.from({ length: Math.ceil(packed.length / cut) }, (_, i) =>
            packed.subarray(i * cut, (i + 1) * cut),
          );

          const chunks: Buffer[] = [];
          for await (const chunk of decodedBody(Readable.from(pieces), 'gzip')) chunks.push(chunk);

          expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });
});
