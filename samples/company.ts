import { inventedName } from './invented-names.js';
import { seededRandom } from './random.js';

/** Mail domain of the case. */
export const SAMPLE_DOMAIN = 'company.co.in';

/** Words that an attacker knows of the company: for the context of a password check. */
export const SAMPLE_CONTEXT: readonly string[] = ['Company India', 'Hyderabad'];

/** `internal`: works in the office; `external`: roams and uses the external server. */
export type SampleKind = 'internal' | 'external' | 'device' | 'newsletter';

/** An account of the sample company. */
export interface SampleAccount {
  /** Login and mail address. */
  readonly login: string;
  readonly displayName: string;
  readonly kind: SampleKind;
  /** Alias addresses that lead to it and that it may send as. */
  readonly aliases: readonly string[];
}

const EXTERNAL = 100;
const STAFF = 235;
const DEVICES = 10;
const NEWSLETTERS = 5;

/** usr2's password begins with her initials. */
const GIVEN_NAMES: ReadonlyMap<number, string> = new Map([[2, 'Milovik Mabatar']]);

const ROLES: ReadonlyMap<number, string> = new Map([
  [12, 'sales'],
  [27, 'support'],
  [41, 'accounts'],
  [58, 'exports'],
  [73, 'tenders'],
  [90, 'service'],
  [112, 'hr'],
  [130, 'reception'],
  [155, 'purchase'],
  [178, 'payroll'],
  [199, 'facilities'],
  [221, 'legal'],
]);

/**
 * The 250 accounts of company.co.in: usr1 to usr100 on the external server, usr101 to usr235 in
 * the office, ten scanners, five newsletter senders. Display names are made of syllables.
 */
export function sampleCompany(seed: number): readonly SampleAccount[] {
  const random = seededRandom(seed, 'company');
  const staff = numbered(STAFF).map((number) => {
    const role = ROLES.get(number);
    const invented = `${inventedName(random)} ${inventedName(random)}`;
    return {
      login: `usr${number}@${SAMPLE_DOMAIN}`,
      displayName: GIVEN_NAMES.get(number) ?? invented,
      kind: number <= EXTERNAL ? ('external' as const) : ('internal' as const),
      aliases: role === undefined ? [] : [`${role}@${SAMPLE_DOMAIN}`],
    };
  });
  return [
    ...staff,
    ...machines('scanner', 'device', DEVICES),
    ...machines('newsletter', 'newsletter', NEWSLETTERS),
  ];
}

function machines(name: string, kind: SampleKind, count: number): readonly SampleAccount[] {
  return numbered(count).map((number) => ({
    login: `${name}${number}@${SAMPLE_DOMAIN}`,
    displayName: `${name.charAt(0).toUpperCase()}${name.slice(1)} ${number}`,
    kind,
    aliases: [],
  }));
}

function numbered(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
