import type { DirectoryFlags } from '../audit/subject.js';

const TICKS_PER_MS = 10_000n;
/** Milliseconds from 1601 to 1970. */
const WINDOWS_EPOCH_MS = 11_644_473_600_000;
const LATEST_MS = Date.UTC(2200, 0, 1);

/** `20260101120000Z` as ISO 8601. */
export function generalizedTime(text: string | undefined): string | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:[.,]\d{1,6})?Z$/.exec(text ?? '') ?? [];
  if (year === undefined) return undefined;
  return validTime(Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`));
}

/** Hundreds of nanoseconds since 1601, as Windows counts, as ISO 8601. */
export function windowsTime(text: string | undefined): string | undefined {
  if (!/^[1-9]\d{0,18}$/.test(text ?? '')) return undefined;
  return validTime(Number(BigInt(text ?? 0) / TICKS_PER_MS) - WINDOWS_EPOCH_MS);
}

function validTime(ms: number): string | undefined {
  return ms > 0 && ms < LATEST_MS ? new Date(ms).toISOString() : undefined;
}

/** What an entry says of itself besides its password. */
export function flagsOf(entry: ReadonlyMap<string, readonly string[]>): DirectoryFlags {
  const one = (name: string) => entry.get(name)?.[0];
  const control = Number(one('useraccountcontrol') ?? Number.NaN);
  const encryption = Number(one('msds-supportedencryptiontypes') ?? Number.NaN);
  const classes = (entry.get('objectclass') ?? []).map((name) => name.toLowerCase());
  const lm = one('sambalmpassword');
  return {
    ...(Number.isInteger(control) ? { userAccountControl: control } : {}),
    ...(Number.isInteger(encryption) ? { encryptionTypes: encryption } : {}),
    ...(one('admincount') === '1' ? { isAdmin: true } : {}),
    ...(entry.has('serviceprincipalname') ? { hasServiceName: true } : {}),
    ...(classes.includes('computer') ? { isComputer: true } : {}),
    ...(lm !== undefined && /^[0-9A-Fa-f]{32}$/.test(lm) ? { hasLmHash: true } : {}),
  };
}
