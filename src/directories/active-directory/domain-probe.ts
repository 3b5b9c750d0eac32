import { type Clock, MINUTE_MS } from '../../kernel/clock.js';
import type { LdapConnection } from '../ldap/ldap-connection.js';
import type { LdapEntry } from '../ldap/ldap-entry.js';
import { present } from '../ldap/filters.js';
import { LdapFault } from '../ldap/ldap-fault.js';
import { guidText } from './guid.js';

/** What a domain controller says of itself and its domain. */
export interface Domain {
  readonly domainDn: string;
  /** Names the database of this controller: update sequence numbers hold within it alone. */
  readonly invocationId: string;
  readonly controls: ReadonlySet<string>;
}

/** OID of the control that makes an administrator's reset keep to the history ([MS-ADTS] 3.1.1.3.4.1.27). */
export const POLICY_HINTS = '1.2.840.113556.1.4.2239';

const KEPT_MS = 5 * MINUTE_MS;

/** Asks domain controllers what they are, every five minutes at most. */
export class DomainProbe {
  private readonly kept = new Map<string, { readonly domain: Domain; readonly atMs: number }>();

  constructor(private readonly clock: Clock) {}

  async of(connection: LdapConnection): Promise<Domain> {
    const nowMs = this.clock.now().getTime();
    const kept = this.kept.get(connection.url);
    if (kept && nowMs - kept.atMs < KEPT_MS) return kept.domain;
    const domain = await ask(connection);
    this.kept.set(connection.url, { domain, atMs: nowMs });
    return domain;
  }

  /** The number of the newest change that the controller has. */
  async highestUsn(connection: LdapConnection): Promise<string> {
    const root = await entryAt(connection, '', ['highestCommittedUSN']);
    return root?.text('highestCommittedUSN') ?? '0';
  }
}

async function ask(connection: LdapConnection): Promise<Domain> {
  const root = await entryAt(connection, '', [
    'defaultNamingContext',
    'dsServiceName',
    'supportedControl',
  ]);
  const domainDn = root?.text('defaultNamingContext');
  const service = root?.text('dsServiceName');
  if (domainDn === undefined || service === undefined)
    throw new LdapFault('refused', 'the server is no domain controller of an Active Directory');
  const settings = await entryAt(connection, service, ['invocationId'], ['invocationId']);
  const id = settings?.bytes('invocationId');
  return {
    domainDn,
    invocationId: id ? guidText(id) : 'unknown',
    controls: new Set(root?.texts('supportedControl')),
  };
}

/** One entry by its DN; undefined when it isn't there or may not be read. */
export async function entryAt(
  connection: LdapConnection,
  base: string,
  attributes: readonly string[],
  binary: readonly string[] = [],
): Promise<LdapEntry | undefined> {
  const filter = present('objectClass');
  try {
    const [entry] = await connection.search({ base, scope: 'base', filter, attributes, binary });
    return entry;
  } catch (error) {
    if (error instanceof LdapFault && error.kind === 'refused') return undefined;
    throw error;
  }
}
