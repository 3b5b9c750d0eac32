/**
 * The DN above: what stands after the first comma that isn't escaped (RFC 4514); undefined for a DN
 * of one part.
 */
export function parentOf(dn: string): string | undefined {
  for (let at = 0; at < dn.length; at++) {
    if (dn[at] === '\\') at++;
    else if (dn[at] === ',') return dn.slice(at + 1);
  }
  return undefined;
}
