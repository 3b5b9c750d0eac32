import { MECHANISMS, PROTOCOLS } from '../../events/domain/auth-event.js';
import type { AuthEvent } from '../../events/domain/auth-event.js';
import { mechanismCodes, protocolCodes } from '../../events/domain/stored-codes.js';
import type { Place } from '../../kernel/geo.js';
import { clientKey } from './client-key.js';
import { providerKey } from './provider-key.js';
import type { UseList } from './use-list.js';

// One list holds an account's habits: fewer and shorter lists are cheaper to keep and to write. The
// first letters keep the kinds apart; providers begin with digits or AS.

/** Under which a client program is among the habits. */
export function clientHabit(client: string | undefined): string {
  return `c${clientKey(client)}`;
}

/** Under which a provider is among the habits. */
export function providerHabit(address: string, place: Place | undefined): string {
  return providerKey(address, place);
}

/**
 * Whether a provider is among the habits, also as it was guessed before its number was known: else
 * everybody's provider would be new on the day on which a site gets a database of them.
 */
export function isProviderHabit(
  habits: UseList,
  address: string,
  place: Place | undefined,
): boolean {
  if (habits.has(providerHabit(address, place))) return true;
  return place?.asn !== undefined && habits.has(providerHabit(address, undefined));
}

/** How a client signs in. */
export type SignInMethod = Pick<AuthEvent, 'protocol' | 'mechanism' | 'tls'>;

const ENCRYPTIONS = ['-', '0', '1'] as const;
const METHOD_HABITS: readonly string[] = PROTOCOLS.flatMap((_, protocol) =>
  ['', ...MECHANISMS].flatMap((__, mechanism) =>
    ENCRYPTIONS.map((tls) => `m${protocol.toString(36)}${mechanism.toString(36)}${tls}`),
  ),
);

/** Under which protocol, mechanism and encryption of a sign-in are among the habits, all in one. */
export function methodHabit({ protocol, mechanism, tls }: SignInMethod): string {
  const code = mechanism === undefined ? 0 : 1 + mechanismCodes.code(mechanism);
  const row = protocolCodes.code(protocol) * (MECHANISMS.length + 1) + code;
  return METHOD_HABITS[row * ENCRYPTIONS.length + (tls === undefined ? 0 : tls ? 2 : 1)] ?? 'm';
}

/** The parts of a {@link methodHabit}, as {@link countMethods} counts them. */
export interface MethodParts {
  readonly protocol: string;
  /** The protocol with the mechanism. */
  readonly method: string;
  readonly tls: string;
}

/** Takes a method's habit apart. */
export function methodParts(habit: string): MethodParts {
  return {
    protocol: `p${Number.parseInt(habit.charAt(1), 36)}`,
    method: habit.slice(0, 3),
    tls: `t${habit.charAt(3)}`,
  };
}

/** Counts the parts of the methods among habits; before mechanisms were known, habits had protocols alone. */
export function countMethods(habits: Iterable<readonly [key: string, uses: number]>) {
  const counts = new Map<string, number>();
  const add = (key: string, uses: number) => counts.set(key, (counts.get(key) ?? 0) + uses);
  for (const [key, uses] of habits) {
    if (key.startsWith('p')) add(key, uses);
    if (!key.startsWith('m')) continue;
    const { protocol, method, tls } = methodParts(key);
    for (const part of [protocol, method, tls]) add(part, uses);
  }
  return counts;
}

/** How often the parts of a method are among habits: what {@link countMethods} counts, of these alone. */
export function usesOfMethod(
  { keys, uses }: Pick<UseList, 'keys' | 'uses'>,
  { protocol, method, tls }: MethodParts,
): Readonly<Record<keyof MethodParts, number>> {
  const sum = { protocol: 0, method: 0, tls: 0 };
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] ?? '';
    const count = uses[index] ?? 0;
    if (key === protocol) sum.protocol += count;
    if (!key.startsWith('m')) continue;
    if (key.charAt(1) === method.charAt(1)) sum.protocol += count;
    if (key.startsWith(method)) sum.method += count;
    if (key.charAt(3) === tls.charAt(1)) sum.tls += count;
  }
  return sum;
}
