import { SECOND_MS } from '../../kernel/clock.js';
import { DirectoryFault } from '../reaching/directory-fault.js';
import { aborted } from '../reaching/deadline.js';
import { breaksConnection, ldapFault } from './ldap-fault.js';
import { connectLdap, type LdapConnection } from './ldap-connection.js';
import type { LdapTarget } from './ldap-target.js';

/** Connections that one directory gets at most. */
const POOL_SIZE = 8;
/** How long an unused connection is kept. */
const IDLE_MS = 30 * SECOND_MS;

/** A few bound connections to one server. It shows no credential: they are in its functions alone. */
export interface LdapPool {
  /**
   * Does the work on a connection of its own. When `abort` fires, the connection is cut.
   *
   * @throws DirectoryFault
   */
  use<T>(abort: AbortSignal, work: (connection: LdapConnection) => Promise<T>): Promise<T>;
  /**
   * A connection for as long as the caller likes, such as that of a list that is read page by page.
   *
   * @throws DirectoryFault
   */
  borrow(): Promise<Borrowed>;
  close(): void;
}

/** A connection that is to be given back. */
export interface Borrowed {
  readonly connection: LdapConnection;
  /** @param whole whether nothing is under way on it any more */
  giveBack(whole: boolean): void;
}

/**
 * Nothing is connected before it is used.
 *
 * @param targets servers of one directory; the next one is tried where one can't be reached
 */
export function openLdapPool(...targets: readonly LdapTarget[]): LdapPool {
  const connectAny = failover(targets);
  const idle: { connection: LdapConnection; timer: NodeJS.Timeout }[] = [];
  const waiting: (() => void)[] = [];
  let inUse = 0;
  let closed = false;

  const take = async (): Promise<LdapConnection> => {
    for (let kept = idle.pop(); kept; kept = idle.pop()) {
      clearTimeout(kept.timer);
      kept.connection.hold(true);
      if (kept.connection.isUsable()) return kept.connection;
      kept.connection.destroy();
    }
    return connectAny();
  };
  const keep = (connection: LdapConnection) => {
    if (closed || !connection.isUsable()) return connection.destroy();
    connection.hold(false);
    const drop = () => {
      idle.splice(
        idle.findIndex((each) => each.connection === connection),
        1,
      );
      connection.destroy();
    };
    idle.push({ connection, timer: setTimeout(drop, IDLE_MS).unref() });
  };
  const enter = async () => {
    if (inUse === POOL_SIZE) await new Promise<void>((resolve) => waiting.push(resolve));
    else inUse++;
  };
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else inUse--;
  };

  return {
    async use(abort, work) {
      await enter();
      try {
        if (abort.aborted) throw aborted();
        return await onConnection(await take(), abort, work, keep);
      } finally {
        leave();
      }
    },
    async borrow() {
      const connection = await take();
      return {
        connection,
        giveBack: (whole) => (whole ? keep(connection) : connection.destroy()),
      };
    },
    close() {
      closed = true;
      for (const { connection, timer } of idle.splice(0)) {
        clearTimeout(timer);
        connection.destroy();
      }
    },
  };
}

/** Stays with the server that answered last, so that what was written is read from the same one. */
function failover(targets: readonly LdapTarget[]): () => Promise<LdapConnection> {
  let first = 0;
  return async () => {
    let fault: DirectoryFault | undefined;
    for (let tried = 0; tried < targets.length; tried++) {
      const at = (first + tried) % targets.length;
      const target = targets[at];
      if (!target) break;
      try {
        const connection = await connectLdap(target);
        first = at;
        return connection;
      } catch (error) {
        fault = ldapFault(error);
        // A wrong password is wrong everywhere, and each server would count it.
        if (fault.kind !== 'unreachable' && fault.kind !== 'busy') throw fault;
      }
    }
    throw fault ?? new DirectoryFault('refused', 'no server is named');
  };
}

async function onConnection<T>(
  connection: LdapConnection,
  abort: AbortSignal,
  work: (connection: LdapConnection) => Promise<T>,
  keep: (connection: LdapConnection) => void,
): Promise<T> {
  const cut = () => connection.destroy();
  abort.addEventListener('abort', cut, { once: true });
  if (abort.aborted) cut();
  try {
    const result = await work(connection);
    keep(connection);
    return result;
  } catch (error) {
    if (abort.aborted) throw aborted();
    const fault = ldapFault(error);
    if (breaksConnection(fault)) cut();
    else keep(connection);
    throw fault;
  } finally {
    abort.removeEventListener('abort', cut);
  }
}
