import { printable } from '../printable.js';

/** No name, address or host name is longer (RFC 5321 4.5.3.1: 64 + 1 + 255). */
const LONGEST = 320;

/** A field of an event as a log gave it: printable, not too long, undefined when empty. */
export function cleanText(text: string | undefined): string | undefined {
  return printable(text, LONGEST);
}
