import { PresenceFilter } from 'ldapts';
import type { AttributeValues } from '../domain/connector.js';
import type { LdapConnection } from './ldap-connection.js';

/** Text values of attributes of one entry; names that the entry doesn't have are left out. */
export async function attributeValues(
  connection: LdapConnection,
  dn: string,
  names: readonly string[],
): Promise<AttributeValues> {
  const filter = new PresenceFilter({ attribute: 'objectClass' });
  const [entry] = await connection.search({
    base: dn,
    scope: 'base',
    filter,
    attributes: names,
    limit: 1,
  });
  const values = names.map((name) => [name, entry?.texts(name) ?? []] as const);
  return new Map(values.filter(([, texts]) => texts.length > 0));
}
