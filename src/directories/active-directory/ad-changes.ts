import { Control } from 'ldapts';
import { z } from 'zod';
import type { ChangePage } from '../domain/changes.js';
import type { ListOptions } from '../domain/connector.js';
import { all, atLeast, matching } from '../ldap/filters.js';
import type { LdapCaller } from '../ldap/ldap-caller.js';
import type { LdapConnection } from '../ldap/ldap-connection.js';
import { LdapFault } from '../ldap/ldap-fault.js';
import type { Domain, DomainProbe } from './domain-probe.js';
import { guidText } from './guid.js';
import type { UserEntries } from './user-entry.js';

/** OID of the control that shows tombstones ([MS-ADTS] 3.1.1.3.4.1.14). */
const SHOW_DELETED = '1.2.840.113556.1.4.417';
/** Deletions that one run looks at; past it, everything is listed. */
const MOST_DELETIONS = 900;

const Cursor = z.strictObject({
  invocationId: z.string().max(100),
  usn: z.string().regex(/^\d{1,20}$/),
});
type Cursor = z.output<typeof Cursor>;

/**
 * What changed in a domain since a number of one of its controllers. Numbers of another controller
 * mean nothing, so after a failover everything is listed once.
 */
export class AdChanges {
  constructor(
    private readonly caller: LdapCaller,
    private readonly users: UserEntries,
    private readonly probe: DomainProbe,
  ) {}

  cursor(): Promise<string> {
    return this.caller.ask(async (connection) => {
      const { invocationId } = await this.probe.of(connection);
      return JSON.stringify({ invocationId, usn: await this.probe.highestUsn(connection) });
    });
  }

  async since(
    cursor: string,
    options: ListOptions,
  ): Promise<AsyncIterable<ChangePage> | undefined> {
    const from = parsed(cursor);
    if (!from) return undefined;
    const next = await this.cursor();
    if (parsed(next)?.invocationId !== from.invocationId) return undefined;
    return this.pages(from, cursor, next, options);
  }

  /** Whether the service account may see tombstones. */
  async readsDeleted(connection: LdapConnection): Promise<boolean> {
    return (await this.deleted(connection, await this.probe.of(connection), '0', 1)) !== undefined;
  }

  private async *pages(
    { usn }: Cursor,
    before: string,
    next: string,
    { pageSize }: ListOptions,
  ): AsyncIterable<ChangePage> {
    const first = String(BigInt(usn) + 1n);
    const search = this.users.search(atLeast('uSNChanged', first));
    for await (const page of this.caller.pages(search, pageSize)) {
      const accounts = page.flatMap((entry) => this.users.read(entry)?.account ?? []);
      yield { accounts, deleted: [], cursor: before };
    }
    const deleted = await this.caller.ask(async (connection) =>
      this.deleted(connection, await this.probe.of(connection), first, MOST_DELETIONS),
    );
    yield { accounts: [], deleted: deleted ?? [], cursor: next };
  }

  private async deleted(
    connection: LdapConnection,
    { domainDn }: Domain,
    fromUsn: string,
    limit: number,
  ): Promise<string[] | undefined> {
    try {
      const found = await connection.search(
        {
          base: `CN=Deleted Objects,${domainDn}`,
          scope: 'one',
          filter: all(
            matching('isDeleted', 'TRUE'),
            matching('objectClass', 'user'),
            atLeast('uSNChanged', fromUsn),
          ),
          attributes: ['objectGUID'],
          binary: ['objectGUID'],
          limit,
        },
        new Control(SHOW_DELETED, { critical: true }),
      );
      return found.flatMap((entry) => {
        const guid = entry.bytes('objectGUID');
        return guid ? [guidText(guid)] : [];
      });
    } catch (error) {
      if (error instanceof LdapFault && error.kind === 'refused') return undefined;
      throw error;
    }
  }
}

function parsed(cursor: string): Cursor | undefined {
  try {
    return Cursor.safeParse(JSON.parse(cursor)).data;
  } catch {
    return undefined;
  }
}
