import { type Clock, MINUTE_MS } from '../../kernel/clock.js';
import type { ChangePage } from '../domain/changes.js';
import type { ListOptions } from '../domain/connector.js';
import { all, atLeast, matching } from '../ldap/filters.js';
import { generalizedTime, parseGeneralizedTime } from '../ldap/generalized-time.js';
import type { LdapCaller } from '../ldap/ldap-caller.js';
import type { LdapConnection } from '../ldap/ldap-connection.js';
import type { AccountEntries } from './account-entry.js';
import { pagesOfAccounts } from './openldap-list.js';
import type { SiteProbe } from './site-probe.js';

/** The server's clock may be this far behind ours, and what it wrote then must not be missed. */
const OVERLAP_MS = 10 * MINUTE_MS;

/** What changed in a server since a time: by modifyTimestamp, and by the access log what was deleted. */
export class OpenldapChanges {
  constructor(
    private readonly caller: LdapCaller,
    private readonly entries: AccountEntries,
    private readonly probe: SiteProbe,
    private readonly clock: Clock,
  ) {}

  /** The cursor of now. */
  cursor(): string {
    return generalizedTime(new Date(this.clock.now().getTime() - OVERLAP_MS));
  }

  /** Undefined for what is no cursor of this class. */
  since(cursor: string, { pageSize }: ListOptions): AsyncIterable<ChangePage> | undefined {
    return parseGeneralizedTime(cursor) ? this.pages(cursor, pageSize) : undefined;
  }

  private async *pages(since: string, pageSize: number): AsyncIterable<ChangePage> {
    // Taken before anything is read, so that nothing falls between two runs.
    const cursor = this.cursor();
    const search = this.entries.search(atLeast('modifyTimestamp', since));
    for await (const accounts of pagesOfAccounts(this.caller, this.entries, search, pageSize))
      yield { accounts, deleted: [], cursor: since };
    const deleted = await this.caller.ask((connection) => this.deleted(connection, since));
    yield { accounts: [], deleted, cursor };
  }

  /** Ids of the entries that were deleted (slapo-accesslog(5)). */
  private async deleted(connection: LdapConnection, since: string): Promise<string[]> {
    const { accessLogDn } = await this.probe.of(connection);
    if (accessLogDn === undefined) return [];
    const ids: string[] = [];
    const search = {
      base: accessLogDn,
      scope: 'one' as const,
      filter: all(
        matching('objectClass', 'auditDelete'),
        atLeast('reqStart', since),
        matching('reqResult', '0'),
      ),
      attributes: ['reqEntryUUID'],
    };
    for await (const page of connection.pages(search, 500))
      ids.push(...page.flatMap((entry) => entry.texts('reqEntryUUID')));
    return ids;
  }
}
