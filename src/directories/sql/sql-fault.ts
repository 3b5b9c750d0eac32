import { DirectoryFault, type FaultKind } from '../reaching/directory-fault.js';

type Words = readonly [FaultKind, string];

const WRONG_CREDENTIALS: Words = [
  'credentials',
  'the database refused the user name or the password',
];
const MISSING_TABLE: Words = ['refused', 'the table does not exist'];
const MISSING_COLUMN: Words = ['refused', 'a column does not exist'];
const NO_RIGHT: Words = ['refused', 'the database user lacks a right on the table or a column'];
const LOCKED: Words = ['busy', 'the row is locked by somebody else'];
const SLOW: Words = ['busy', 'the database took too long'];
const FULL: Words = ['busy', 'the database takes no more connections'];
const READ_ONLY: Words = ['busy', 'the database takes no changes just now (read-only)'];
const NO_TLS: Words = ['unreachable', 'the server speaks no TLS'];
const BAD_CERTIFICATE: Words = ['unreachable', "the server's certificate could not be verified"];

const BY_CODE: ReadonlyMap<string, Words> = new Map([
  ['28P01', WRONG_CREDENTIALS],
  ['28000', WRONG_CREDENTIALS],
  ['ER_ACCESS_DENIED_ERROR', WRONG_CREDENTIALS],
  ['3D000', ['refused', 'the database does not exist']],
  ['ER_BAD_DB_ERROR', ['refused', 'the database does not exist']],
  ['ER_DBACCESS_DENIED_ERROR', ['refused', 'the database user may not use this database']],
  ['42501', NO_RIGHT],
  ['ER_TABLEACCESS_DENIED_ERROR', NO_RIGHT],
  ['ER_COLUMNACCESS_DENIED_ERROR', NO_RIGHT],
  ['42P01', MISSING_TABLE],
  ['ER_NO_SUCH_TABLE', MISSING_TABLE],
  ['42703', MISSING_COLUMN],
  ['ER_BAD_FIELD_ERROR', MISSING_COLUMN],
  ['55P03', LOCKED],
  ['40P01', LOCKED],
  ['ER_LOCK_WAIT_TIMEOUT', LOCKED],
  ['ER_LOCK_DEADLOCK', LOCKED],
  ['57014', SLOW],
  ['ER_QUERY_TIMEOUT', SLOW],
  ['ER_STATEMENT_TIMEOUT', SLOW],
  ['PROTOCOL_SEQUENCE_TIMEOUT', SLOW],
  ['53300', FULL],
  ['ER_CON_COUNT_ERROR', FULL],
  ['ER_TOO_MANY_USER_CONNECTIONS', FULL],
  ['25006', READ_ONLY],
  ['ER_OPTION_PREVENTS_STATEMENT', READ_ONLY],
  ['ECONNREFUSED', ['unreachable', 'nothing listens at this address']],
  ['ENOTFOUND', ['unreachable', "the server's name is unknown"]],
  ['EAI_AGAIN', ['unreachable', "the server's name could not be looked up"]],
  ['HANDSHAKE_NO_SSL_SUPPORT', NO_TLS],
  ['HANDSHAKE_SSL_ERROR', BAD_CERTIFICATE],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', BAD_CERTIFICATE],
  ['SELF_SIGNED_CERT_IN_CHAIN', BAD_CERTIFICATE],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', BAD_CERTIFICATE],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', BAD_CERTIFICATE],
  ['CERT_HAS_EXPIRED', BAD_CERTIFICATE],
  ['ERR_TLS_CERT_ALTNAME_INVALID', BAD_CERTIFICATE],
]);

/**
 * SQLSTATE classes that say no for good: feature, data, integrity, rights and syntax (PostgreSQL's
 * manual, appendix A; MySQL uses the same classes).
 */
const REFUSING_CLASSES = new Set(['0A', '21', '22', '23', '42', '44']);

/** Tells a driver's error in our words. */
export function sqlFault(error: unknown): DirectoryFault {
  if (error instanceof DirectoryFault) return error;
  const code = textOf(error, 'code');
  const state = textOf(error, 'sqlState') ?? code;
  const words = code === undefined ? undefined : BY_CODE.get(code);
  if (words) return new DirectoryFault(...words);
  if (state && /^[0-9A-Z]{5}$/.test(state) && REFUSING_CLASSES.has(state.slice(0, 2)))
    return new DirectoryFault('refused', `the database refused the statement (SQLSTATE ${state})`);
  if (error instanceof Error && /does not support SSL/.test(error.message))
    return new DirectoryFault(...NO_TLS);
  const detail = code && /^[A-Z0-9_]{1,40}$/.test(code) ? ` (${code})` : '';
  return new DirectoryFault('unreachable', `the database could not be reached${detail}`);
}

function textOf(error: unknown, key: 'code' | 'sqlState'): string | undefined {
  if (typeof error !== 'object' || error === null || !(key in error)) return undefined;
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : undefined;
}
