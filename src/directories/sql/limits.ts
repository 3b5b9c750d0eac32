import { SECOND_MS } from '../../kernel/clock.js';

/** How long a connection may take, the handshake included. */
export const CONNECT_TIMEOUT_MS = 5 * SECOND_MS;
/** How long a statement may take before the server ends it. */
export const STATEMENT_TIMEOUT_MS = 10 * SECOND_MS;
/** How long a statement waits for a row that somebody else has locked. */
export const LOCK_TIMEOUT_MS = 5 * SECOND_MS;
/** Connections that one directory gets at most. */
export const POOL_SIZE = 4;
