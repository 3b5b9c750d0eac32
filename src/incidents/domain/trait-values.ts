/** Ages of a password that are told apart, in days, and their names. */
const AGES: readonly (readonly [number, string])[] = [
  [0, 'changed during the attack'],
  [90, 'younger than 90 days'],
  [365, 'of 90 days to a year'],
  [1_095, 'of one to three years'],
  [Infinity, 'older than three years'],
];

/** The age of a password in words. @param days at the time of the attack */
export function passwordAge(days: number): string {
  return AGES.find(([most]) => days <= most)?.[1] ?? '';
}

/**
 * What a client calls itself, without what differs from machine to machine: numbers, versions and
 * addresses become `#`. Undefined for a bare address.
 */
export function clientTrait(client: string): string | undefined {
  const plain = client
    .trim()
    .toLowerCase()
    .replace(/[0-9][0-9a-f:.]*/g, '#')
    .slice(0, 60);
  return /[a-z]{2}/.test(plain) ? plain : undefined;
}
