/**
 * An objectGUID as text, as tools of the directory write it: the first three fields have their
 * bytes reversed ([MS-DTYP] 2.3.4.2).
 */
export function guidText(bytes: Buffer): string {
  const hex = (from: number, to: number) => bytes.subarray(from, to).toString('hex');
  const reversed = (from: number, to: number) =>
    Buffer.from(bytes.subarray(from, to)).reverse().toString('hex');
  return [reversed(0, 4), reversed(4, 6), reversed(6, 8), hex(8, 10), hex(10, 16)].join('-');
}

/** Whether a text is such a GUID. */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** The DN that stands for the entry with a GUID ([MS-ADTS] 3.1.1.3.1.2.4). */
export function guidDn(guid: string): string {
  return `<GUID=${guid}>`;
}
