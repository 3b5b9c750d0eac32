import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

const LINE_FEED = 0x0a;
const GZIP = Buffer.from([0x1f, 0x8b]);

/** A part of a log that ends with a line, and where it ends. */
export interface LogSlice {
  readonly bytes: Buffer;
  /** Bytes of text up to its end, from the start of the log. */
  readonly end: number;
  /** Bytes of the file that were read so far; of a compressed file, fewer than `end`. */
  readonly fileBytes: number;
}

/** The first line of a file, at most so many bytes of it: it stays when the file grows. */
export async function headOf(file: string, bytes: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    const end = buffer.indexOf(LINE_FEED);
    return buffer.subarray(0, end === -1 ? bytesRead : Math.min(end, bytesRead));
  } finally {
    await handle.close();
  }
}

/** Whether these are the first bytes of gzip (RFC 1952, section 2.3.1). */
export function isGzipped(head: Buffer): boolean {
  return head.subarray(0, 2).equals(GZIP);
}

/**
 * A log file in slices of about `size` bytes that end with a line; the last one ends with the file.
 * Compressed files are decompressed.
 *
 * @param from bytes of text to leave out, as `LogSlice.end` of an earlier run says
 */
export async function* logSlices(
  file: string,
  isCompressed: boolean,
  from: number,
  size: number,
): AsyncGenerator<LogSlice> {
  const raw = createReadStream(file, isCompressed ? {} : { start: from });
  const text: Readable = isCompressed ? raw.pipe(createGunzip()) : raw;
  raw.on('error', (error) => text.destroy(error));
  let skip = isCompressed ? from : 0;
  let end = from;
  let pending: Buffer[] = [];
  let length = 0;
  const fileBytes = () => raw.bytesRead + (isCompressed ? 0 : from);
  for await (const chunk of text) {
    let bytes = Buffer.from(chunk);
    const skipped = Math.min(skip, bytes.length);
    skip -= skipped;
    bytes = bytes.subarray(skipped);
    const cut = bytes.lastIndexOf(LINE_FEED) + 1;
    if (length + cut >= size && cut > 0) {
      const slice = Buffer.concat([...pending, bytes.subarray(0, cut)]);
      end += slice.length;
      yield { bytes: slice, end, fileBytes: fileBytes() };
      pending = [];
      length = 0;
      bytes = bytes.subarray(cut);
    }
    if (bytes.length > 0) pending.push(bytes);
    length += bytes.length;
  }
  if (length === 0) return;
  yield { bytes: Buffer.concat(pending), end: end + length, fileBytes: fileBytes() };
}
