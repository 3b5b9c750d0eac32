import { inventedName } from '../../samples/invented-names.js';
import type { Random } from '../../samples/random.js';
import { seededRandom } from '../../samples/random.js';
import type { Device } from './act.js';
import { homePrefix, hostIn, providerOf } from './addresses.js';
import type { Town } from './geography.js';
import { DOMAIN, type Carrier, type Pool, type Site } from './site.js';

/** How an account is used. */
export type Kind =
  | 'office'
  | 'roaming'
  | 'home'
  | 'occasional'
  | 'dormant'
  | 'shared'
  | 'newsletter'
  | 'scanner'
  | 'fetched'
  | 'monitor';

/** How a home reaches the internet. */
export interface Home {
  readonly town: Town;
  readonly pool: Pool;
  /** Address of a home that keeps its own; the others get another one each day. */
  readonly address: string | undefined;
  /** /64 of a home with IPv6. */
  readonly prefix: string | undefined;
}

/** Somebody, or something, with a mailbox. */
export interface Person {
  readonly index: number;
  readonly login: string;
  readonly kind: Kind;
  readonly office: 'head' | 'branch';
  readonly home: Home;
  readonly carrier: Carrier;
  /** Which of the carrier's exits the phone leaves by as a rule. */
  readonly usualExit: number;
  readonly desktop: Device | undefined;
  readonly laptop: Device | undefined;
  readonly phone: Device | undefined;
  /** Exits of a consumer VPN that is used now and then. */
  readonly vpn: readonly Pool[];
  /** How often mail is sent on a working day. */
  readonly messagesADay: number;
  readonly isAssistant: boolean;
  /** Names other than the own one that mail is sent in. */
  readonly otherSenders: readonly string[];
  /** Shared mailboxes that are opened besides. */
  readonly shared: readonly string[];
  /** First day of use (0 is the log's first). */
  readonly since: number;
}

const SHARED_NAMES = ['info', 'sales', 'support', 'office', 'billing', 'jobs', 'press', 'events'];
const CLIENTS = ['desktop', 'pc', 'ws', 'laptop', 'nb'] as const;

/** Everybody of a site: the same seed and number give the same people. */
export function peopleOf(seed: number, count: number, days: number, site: Site): readonly Person[] {
  const sharedCount = Math.max(1, Math.round(count * 0.004));
  const shared = Array.from({ length: sharedCount }, (_, index) => sharedLogin(index));
  const people = Array.from({ length: count }, (_, index) => {
    const random = seededRandom(seed, `simulation/person/${index}`);
    const kind = index < sharedCount ? 'shared' : kindOf(index - sharedCount, count, random);
    const login = shared[index] ?? loginOf(kind, index, random);
    return person({ index, login, kind, days, site, shared }, random);
  });
  // An assistant writes in the name of one of the others.
  return people.map((one) =>
    one.isAssistant
      ? { ...one, otherSenders: [people[(one.index * 7) % count]?.login ?? one.login] }
      : one,
  );
}

interface Draft {
  readonly index: number;
  readonly login: string;
  readonly kind: Kind;
  readonly days: number;
  readonly site: Site;
  readonly shared: readonly string[];
}

function person(draft: Draft, random: Random): Person {
  const { index, login, kind, days, site, shared } = draft;
  const isPerson = ['office', 'roaming', 'home', 'occasional', 'dormant'].includes(kind);
  const carrier = random.pick(site.carriers);
  const mailbox = random.whole(0, shared.length - 1);
  const office = random.chance(0.7) ? 'head' : 'branch';
  const desktop = isPerson && kind !== 'roaming' ? device('desktop', random) : undefined;
  const laptop = isPerson && random.chance(kind === 'roaming' ? 1 : 0.35);
  const phone = isPerson && random.chance(0.65);
  return {
    index,
    login,
    kind,
    office,
    home: homeOf(office, site, random),
    carrier,
    usualExit: random.whole(0, carrier.exits.length - 1),
    desktop,
    laptop: laptop ? device('laptop', random) : undefined,
    phone: phone ? device('phone', random) : undefined,
    vpn: isPerson && random.chance(0.02) ? vpnOf(site, random) : [],
    messagesADay: kind === 'occasional' ? 0.5 : random.pick([0.5, 1, 2, 2, 3, 4, 8]),
    isAssistant: isPerson && random.chance(0.03),
    // A private domain.
    otherSenders: isPerson && random.chance(0.01) ? [`me${index}@example.org`] : [],
    shared:
      isPerson && random.chance(shared.length * 0.006) ? shared.slice(mailbox, mailbox + 1) : [],
    since: isPerson && random.chance(0.03) ? random.whole(0, days - 1) : 0,
  };
}

/** Of a thousand: 5 newsletters and scanners each, 7 fetched by another mail provider, 1 monitor. */
function kindOf(ordinal: number, count: number, random: Random): Kind {
  const machines = Math.max(1, Math.round(count * 0.003));
  if (ordinal < machines) return 'newsletter';
  if (ordinal < machines * 3) return 'scanner';
  if (ordinal < machines * 5) return 'fetched';
  if (ordinal === machines * 5) return 'monitor';
  const draw = random.fraction();
  if (draw < 0.48) return 'office';
  if (draw < 0.66) return 'roaming';
  if (draw < 0.82) return 'home';
  return draw < 0.94 ? 'occasional' : 'dormant';
}

function sharedLogin(index: number): string {
  const name = SHARED_NAMES[index % SHARED_NAMES.length] ?? 'info';
  const turn = Math.floor(index / SHARED_NAMES.length);
  return `${name}${turn === 0 ? '' : turn + 1}@${DOMAIN}`;
}

function loginOf(kind: Kind, index: number, random: Random): string {
  const [given, family] = [inventedName(random), inventedName(random)];
  switch (kind) {
    case 'newsletter':
    case 'scanner':
    case 'monitor':
      return `${kind}${index}@${DOMAIN}`;
    case 'shared':
    case 'office':
    case 'roaming':
    case 'home':
    case 'occasional':
    case 'dormant':
    case 'fetched':
      // The ordinal keeps two of one name apart.
      return `${given}.${family}${index}@${DOMAIN}`.toLowerCase();
  }
}

function homeOf(office: 'head' | 'branch', site: Site, random: Random): Home {
  const near = office === 'branch' ? (site.towns[1] ?? site.towns[0]) : site.towns[0];
  const town = random.chance(0.7) ? near : random.pick(site.towns);
  const pool = providerOf(town, random, 8);
  return {
    town,
    pool,
    address: random.chance(0.6) ? hostIn(pool, random) : undefined,
    prefix: random.chance(0.4) ? homePrefix(site.ipv6Prefix, random) : undefined,
  };
}

function device(kind: Device['kind'], random: Random): Device {
  return {
    kind,
    protocol: random.chance(kind === 'phone' ? 0.02 : 0.1) ? 'pop3' : 'imap',
    mechanism: random.chance(0.2) ? 'LOGIN' : 'PLAIN',
    helo:
      kind === 'phone'
        ? random.pick(['[10.0.0.2]', 'smtpclient.apple', 'localhost'])
        : `${random.pick(CLIENTS)}-${random.whole(100, 9_999)}`,
  };
}

function vpnOf(site: Site, random: Random): readonly Pool[] {
  return Array.from({ length: random.whole(2, 3) }, () => random.pick(site.vpnExits));
}
