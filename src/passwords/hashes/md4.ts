/**
 * MD4 (RFC 1320), which OpenSSL 3 no longer has and Windows' password hash is made of. Only for
 * messages of up to 55 bytes in one block at a time; longer ones take as many blocks as they need.
 */
export function md4(message: Uint8Array): Uint8Array {
  const blocks = Math.ceil((message.length + 9) / 64);
  const bytes =
    blocks * 64 <= SCRATCH.length ? SCRATCH.subarray(0, blocks * 64) : new Uint8Array(blocks * 64);
  bytes.fill(0);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  view.setUint32(bytes.length - 8, message.length << 3, true);
  view.setUint32(bytes.length - 4, Math.floor(message.length / 0x2000_0000), true);

  let [a, b, c, d] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let offset = 0; offset < bytes.length; offset += 64) {
    for (let word = 0; word < 16; word++) X[word] = view.getUint32(offset + 4 * word, true);
    const [aa, bb, cc, dd] = [a, b, c, d];
    for (let step = 0; step < 48; step++) {
      const round = step >> 4;
      const mixed =
        round === 0 ? (b & c) | (~b & d) : round === 1 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
      const word = X[ORDER[step] ?? 0] ?? 0;
      const sum = (a + mixed + word + (ADDED[round] ?? 0)) | 0;
      const shift = SHIFTS[(round << 2) | (step & 3)] ?? 0;
      [a, d, c, b] = [d, c, b, (sum << shift) | (sum >>> (32 - shift))];
    }
    a = (a + aa) | 0;
    b = (b + bb) | 0;
    c = (c + cc) | 0;
    d = (d + dd) | 0;
  }
  const digest = new Uint8Array(16);
  const out = new DataView(digest.buffer);
  [a, b, c, d].forEach((word, index) => out.setInt32(4 * index, word, true));
  return digest;
}

const SCRATCH = new Uint8Array(512);
const X = new Uint32Array(16);
/** Which word each of the 48 steps takes. */
const ORDER = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
  [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
].flat();
const SHIFTS = [3, 7, 11, 19, 3, 5, 9, 13, 3, 9, 11, 15];
/** Square roots of two and three, as RFC 1320 has them. */
const ADDED = [0, 0x5a827999, 0x6ed9eba1];
