import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { debuglog } from 'node:util';
import {
  Attribute,
  BerWriter,
  Change,
  Client,
  type Control,
  type Filter,
  type SearchOptions,
} from 'ldapts';
import { SECOND_MS } from '../../kernel/clock.js';
import { DirectoryFault } from '../reaching/directory-fault.js';
import { type LdapEntry, toEntry } from './ldap-entry.js';
import { ldapFault } from './ldap-fault.js';
import { type LdapTarget, tlsOptions } from './ldap-target.js';

const CONNECT_TIMEOUT_MS = 5 * SECOND_MS;
const OPERATION_TIMEOUT_MS = 10 * SECOND_MS;
/** OID of the password modify operation (RFC 3062). */
export const PASSWORD_MODIFY = '1.3.6.1.4.1.4203.1.11.1';

/** A search without what every search has. */
export interface LdapSearch {
  readonly base: string;
  readonly scope: NonNullable<SearchOptions['scope']>;
  readonly filter: Filter;
  readonly attributes: readonly string[];
  /** Attributes whose values are bytes; spelled as the server spells them. */
  readonly binary?: readonly string[];
  /** Most entries; no limit of ours without. */
  readonly limit?: number;
}

/** One attribute's new values; none deletes it. */
export interface Replacement {
  readonly attribute: string;
  readonly values: readonly string[] | readonly Buffer[];
}

/** One connection, bound as the service account. Every failure is thrown as a {@link DirectoryFault}. */
export interface LdapConnection {
  search(search: LdapSearch, ...controls: readonly Control[]): Promise<LdapEntry[]>;
  pages(search: LdapSearch, pageSize: number): AsyncIterable<LdapEntry[]>;
  /** Replaces values of one entry, all or none. */
  replace(
    dn: string,
    changes: readonly Replacement[],
    ...controls: readonly Control[]
  ): Promise<void>;
  modify(dn: string, changes: readonly Change[], ...controls: readonly Control[]): Promise<void>;
  /** Sets a password as an administrator does (RFC 3062); the server encodes it. */
  setPassword(dn: string, password: string, ...controls: readonly Control[]): Promise<void>;
  /** Where it leads. */
  readonly url: string;
  /** Whether it can be used again. */
  isUsable(): boolean;
  /** Whether the process stays for its sake. */
  hold(inUse: boolean): void;
  /** Cuts it; what it was doing fails. */
  destroy(): void;
}

/**
 * Connects and binds.
 *
 * @param as another account than the service account, to try its password
 * @throws DirectoryFault
 */
export async function connectLdap(
  target: LdapTarget,
  as: { readonly dn: string; readonly password: string } = {
    dn: target.bindDn,
    password: target.bindPassword,
  },
  ...controls: readonly Control[]
): Promise<LdapConnection> {
  refuseToBeLogged();
  const { client, socket } = newClient(target);
  const destroy = () => void socket()?.destroy();
  const limit = setTimeout(destroy, CONNECT_TIMEOUT_MS);
  try {
    if (target.startTls) await client.startTLS(tlsOptions(target));
    await client.bind(as.dn, as.password, [...controls]);
    return connectionOf(target.url, client, socket);
  } catch (error) {
    destroy();
    throw ldapFault(error);
  } finally {
    clearTimeout(limit);
  }
}

/** The library writes whole requests, passwords included, to the debug log where it is switched on. */
function refuseToBeLogged(): void {
  if (debuglog('ldapts').enabled)
    throw new DirectoryFault(
      'refused',
      'NODE_DEBUG would have passwords written to the log; start without ldapts in it',
    );
}

function newClient(target: LdapTarget): {
  readonly client: Client;
  readonly socket: () => Socket | undefined;
} {
  let socket: Socket | undefined;
  // The library connects anew by itself, without binding or encrypting: a connection is used once.
  const once = <S extends Socket>(connect: () => S): S => {
    if (socket) throw new DirectoryFault('unreachable', 'the server hung up');
    const opened = connect();
    socket = opened;
    return opened;
  };
  const { hostname, port, protocol } = new URL(target.url);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const isSecure = protocol === 'ldaps:';
  const address = { host, port: Number(port) || (isSecure ? 636 : 389) };
  const client = new Client({
    url: target.url,
    timeout: OPERATION_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    ...(isSecure
      ? {
          createSecureConnection: () =>
            once(() => connectTls({ ...address, ...tlsOptions(target) })),
        }
      : { createConnection: () => once(() => connectPlain(address)) }),
  });
  return { client, socket: () => socket };
}

function connectionOf(
  url: string,
  client: Client,
  socket: () => Socket | undefined,
): LdapConnection {
  // After StartTLS the library no longer notices that the server hangs up, so the socket is asked.
  const isOpen = () => client.isBound && socket()?.readyState === 'open';
  const send = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!isOpen()) throw new DirectoryFault('unreachable', 'the server hung up');
    try {
      return await work();
    } catch (error) {
      throw ldapFault(error);
    }
  };
  const modify: LdapConnection['modify'] = (dn, changes, ...controls) =>
    send(() => client.modify(dn, [...changes], [...controls]));
  return {
    url,
    search: (search, ...controls) =>
      send(async () => {
        const { searchEntries } = await client.search(search.base, options(search), [...controls]);
        return searchEntries.map(toEntry);
      }),

    async *pages(search, pageSize) {
      const paged = { ...options(search), paged: { pageSize } };
      const pages = client.searchPaginated(search.base, paged)[Symbol.asyncIterator]();
      for (;;) {
        const page = await send(() => pages.next());
        if (page.done) return;
        yield page.value.searchEntries.map(toEntry);
      }
    },

    replace: (dn, changes, ...controls) => modify(dn, changes.map(replacement), ...controls),
    modify,

    setPassword: (dn, password, ...controls) =>
      send(async () => {
        const request = new BerWriter();
        request.startSequence();
        request.writeString(dn, 0x80);
        request.writeString(password, 0x82);
        request.endSequence();
        await client.exop(PASSWORD_MODIFY, request.buffer, [...controls]);
      }),

    isUsable: isOpen,
    hold: (inUse) => void (inUse ? socket()?.ref() : socket()?.unref()),
    destroy: () => void socket()?.destroy(),
  };
}

function options({ scope, filter, attributes, binary = [], limit }: LdapSearch): SearchOptions {
  return {
    scope,
    filter,
    attributes: [...attributes],
    explicitBufferAttributes: [...binary],
    ...(limit === undefined ? {} : { sizeLimit: limit }),
  };
}

function replacement({ attribute, values }: Replacement): Change {
  return new Change({ operation: 'replace', modification: attributeOf(attribute, values) });
}

/** An attribute of a request. */
export function attributeOf(type: string, values: Replacement['values']): Attribute {
  const bytes = values.map((value) => Buffer.from(value));
  return new Attribute({ type, values: bytes });
}
