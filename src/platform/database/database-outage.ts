/**
 * SQLSTATE classes and codes with which PostgreSQL says that it can't serve anybody right now
 * (PostgreSQL documentation, appendix A): connection exceptions, too many connections, shutting
 * down, starting up, recovery.
 */
const OUTAGE_STATE = /^(?:08|53300|57P0[123])/;

/** What Node and pg's pool say when no connection can be had. */
const NETWORK_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT']);
const POOL_MESSAGE =
  /^(?:timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error)/;

/** Whether a query failed because the database can't be reached, and not because of the query. */
export function isDatabaseOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('driverError' in error) return isDatabaseOutage(error.driverError);
  if (POOL_MESSAGE.test(error.message)) return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const call = 'syscall' in error ? error.syscall : undefined;
  return OUTAGE_STATE.test(code) || (NETWORK_CODES.has(code) && call === 'connect');
}
