import { aborted, withDeadline } from '../reaching/deadline.js';
import { CONNECT_TIMEOUT_MS } from './limits.js';
import type { SqlSession } from './dialect.js';
import { sqlFault } from './sql-fault.js';

/** A driver's connection, reduced to what a transaction needs. */
export interface Connection {
  readonly session: SqlSession;
  begin(): Promise<unknown>;
  commit(): Promise<unknown>;
  /** Puts it back into its pool. */
  release(): void;
  /** Cuts it; what it was doing fails. */
  destroy(): void;
}

/**
 * Runs work in one transaction on a connection of its own. A connection on which anything failed
 * is cut, which rolls back.
 *
 * @throws DirectoryFault for what the driver throws; anything else that the work throws as it is
 */
export async function inTransaction<T>(
  connecting: Promise<Connection>,
  abort: AbortSignal,
  work: (session: SqlSession) => Promise<T>,
): Promise<T> {
  const connection = await withDeadline(
    connecting.catch((error: unknown) => {
      throw sqlFault(error);
    }),
    { abort, withinMs: CONNECT_TIMEOUT_MS, tooLate: 'the database did not answer in time' },
    (late) => late.release(),
  );
  let open = true;
  const cut = () => {
    if (open) connection.destroy();
    open = false;
  };
  abort.addEventListener('abort', cut, { once: true });
  try {
    await driver(connection.begin());
    const result = await work(connection.session);
    await driver(connection.commit());
    if (open) connection.release();
    open = false;
    return result;
  } catch (error) {
    cut();
    throw abort.aborted ? aborted() : error;
  } finally {
    abort.removeEventListener('abort', cut);
  }
}

/** Awaits a driver's promise and tells its failure as a DirectoryFault. */
export async function driver<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw sqlFault(error);
  }
}
