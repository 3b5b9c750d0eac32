import type { Filter } from 'ldapts';
import { type Clock, MINUTE_MS } from '../../kernel/clock.js';
import { ASSERTION_CONTROL } from '../ldap/assertion-control.js';
import { type LdapConnection, PASSWORD_MODIFY } from '../ldap/ldap-connection.js';
import { POLICY_CONTROL } from '../ldap/policy-control.js';
import { all, matching, parsedFilter, present } from '../ldap/filters.js';
import type { LdapEntry } from '../ldap/ldap-entry.js';
import { LdapFault } from '../ldap/ldap-fault.js';
import type { EntrySettings } from './openldap-settings.js';

/** The policy that holds where an entry names none. */
export interface DefaultPolicy {
  readonly dn: string;
  /** `assumed`: it is the only one in the directory, and nobody says that it holds. */
  readonly source: 'settings' | 'configuration' | 'assumed';
}

/** What a server can do, as it says itself. */
export interface LdapSite {
  /** Whether the password policy overlay is there, as far as can be told. */
  readonly hasPolicy: boolean;
  readonly hasAssertion: boolean;
  /** Whether it sets passwords by RFC 3062, and so encodes them itself. */
  readonly hasPasswordModify: boolean;
  /** Whether its schema has pwdEndTime (OpenLDAP 2.5 or newer). */
  readonly hasEndTime: boolean;
  readonly defaultPolicy?: DefaultPolicy;
  /** Where changes are logged, if the service account may read it. */
  readonly accessLogDn?: string;
  /** Whether the service account may read stored passwords. */
  readonly readsHashes: boolean;
}

/** How long what a server said is believed. */
const KEPT_MS = 5 * MINUTE_MS;

/** Asks a server what it can do, every five minutes at most. */
export class SiteProbe {
  private kept: { readonly site: LdapSite; readonly atMs: number } | undefined;

  constructor(
    private readonly settings: EntrySettings,
    private readonly clock: Clock,
  ) {}

  async of(connection: LdapConnection): Promise<LdapSite> {
    const nowMs = this.clock.now().getTime();
    if (this.kept && nowMs - this.kept.atMs < KEPT_MS) return this.kept.site;
    const site = await this.ask(connection);
    this.kept = { site, atMs: nowMs };
    return site;
  }

  private async ask(connection: LdapConnection): Promise<LdapSite> {
    const root = await readEntry(connection, '', [
      'supportedControl',
      'supportedExtension',
      'namingContexts',
      'subschemaSubentry',
      'configContext',
    ]);
    const controls = new Set(root?.texts('supportedControl'));
    const accessLogDn = await this.accessLog(connection, root);
    const mayHavePolicy = controls.has(POLICY_CONTROL);
    const defaultPolicy = mayHavePolicy ? await this.defaultPolicy(connection, root) : undefined;
    const hasPolicy =
      mayHavePolicy && (defaultPolicy !== undefined || (await this.showsPolicy(connection)));
    return {
      hasPolicy,
      hasPasswordModify: root?.texts('supportedExtension').includes(PASSWORD_MODIFY) ?? false,
      hasAssertion: controls.has(ASSERTION_CONTROL),
      hasEndTime: hasPolicy && (await knows(connection, root, 'pwdEndTime')),
      ...(defaultPolicy ? { defaultPolicy } : {}),
      ...(accessLogDn === undefined ? {} : { accessLogDn }),
      readsHashes: await this.readsHashes(connection),
    };
  }

  private async defaultPolicy(
    connection: LdapConnection,
    root: LdapEntry | undefined,
  ): Promise<DefaultPolicy | undefined> {
    const { defaultPolicyDn, baseDn } = this.settings;
    if (defaultPolicyDn) return { dn: defaultPolicyDn, source: 'settings' };
    const configured = await tryToSearch(connection, {
      base: root?.text('configContext') ?? 'cn=config',
      scope: 'sub',
      filter: present('olcPPolicyDefault'),
      attributes: ['olcPPolicyDefault'],
    });
    const [dn, otherDn] = configured.map((entry) => entry.text('olcPPolicyDefault'));
    if (dn !== undefined && otherDn === undefined) return { dn, source: 'configuration' };
    const contexts = root?.texts('namingContexts') ?? [];
    const context = contexts.find((each) => within(baseDn, each)) ?? baseDn;
    const [only, second] = await tryToSearch(connection, {
      base: context,
      scope: 'sub',
      filter: matching('objectClass', 'pwdPolicy'),
      attributes: ['1.1'],
      limit: 2,
    });
    return only && !second ? { dn: only.dn, source: 'assumed' } : undefined;
  }

  /** The control is announced by a module that is loaded and used nowhere; only its traces show that it is used. */
  private async showsPolicy(connection: LdapConnection): Promise<boolean> {
    const traces = await tryToSearch(connection, {
      base: this.settings.baseDn,
      scope: 'sub',
      filter: present('pwdChangedTime'),
      attributes: ['1.1'],
      limit: 1,
    });
    return traces.length > 0;
  }

  private async accessLog(
    connection: LdapConnection,
    root: LdapEntry | undefined,
  ): Promise<string | undefined> {
    const dn = root?.texts('namingContexts').find((each) => /^cn=accesslog$/i.test(each));
    if (dn === undefined) return undefined;
    return (await readEntry(connection, dn, ['1.1'])) ? dn : undefined;
  }

  /** Told by one account that has a password; a directory without accounts gets the benefit of the doubt. */
  private async readsHashes(connection: LdapConnection): Promise<boolean> {
    const search = { base: this.settings.baseDn, scope: 'sub' as const, limit: 1 };
    const accounts = parsedFilter(this.settings.userFilter);
    const first = (filter: Filter) =>
      tryToSearch(connection, { ...search, filter, attributes: ['userPassword'] });
    const [readable] = await first(all(accounts, present('userPassword')));
    if (readable) return readable.bytes('userPassword') !== undefined;
    return (await first(accounts)).length === 0;
  }
}

/** One entry by its DN; undefined when it isn't there or may not be read. */
export async function readEntry(
  connection: LdapConnection,
  base: string,
  attributes: readonly string[],
): Promise<LdapEntry | undefined> {
  const filter = present('objectClass');
  return (await tryToSearch(connection, { base, scope: 'base', filter, attributes }))[0];
}

/** A search whose refusal means that there is nothing to be seen. */
async function tryToSearch(
  connection: LdapConnection,
  search: Parameters<LdapConnection['search']>[0],
): Promise<LdapEntry[]> {
  try {
    return await connection.search(search);
  } catch (error) {
    if (error instanceof LdapFault && error.kind === 'refused') return [];
    throw error;
  }
}

async function knows(
  connection: LdapConnection,
  root: LdapEntry | undefined,
  attribute: string,
): Promise<boolean> {
  const dn = root?.text('subschemaSubentry') ?? 'cn=Subschema';
  const [schema] = await tryToSearch(connection, {
    base: dn,
    scope: 'base',
    filter: matching('objectClass', 'subschema'),
    attributes: ['attributeTypes'],
  });
  return schema?.texts('attributeTypes').some((text) => text.includes(`'${attribute}'`)) ?? false;
}

function within(dn: string, context: string): boolean {
  const plain = (text: string) => text.toLowerCase().replaceAll(/\s*,\s*/g, ',');
  return context !== '' && `,${plain(dn)}`.endsWith(`,${plain(context)}`);
}
