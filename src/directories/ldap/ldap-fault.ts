import { ResultCodeError } from 'ldapts';
import { DirectoryFault, type FaultKind } from '../reaching/directory-fault.js';

/** Result codes (RFC 4511, appendix A; 122 is RFC 4528). */
export const RESULT = {
  noSuchAttribute: 16,
  constraintViolation: 19,
  noSuchObject: 32,
  invalidDnSyntax: 34,
  invalidCredentials: 49,
  insufficientAccess: 50,
  assertionFailed: 122,
} as const;

/** A fault with the result code of the LDAP server, where it gave one. */
export class LdapFault extends DirectoryFault {
  override readonly name = 'LdapFault';

  constructor(
    kind: FaultKind,
    message: string,
    readonly resultCode?: number,
    /** The server's own words: to be looked at, never to be shown. */
    readonly diagnostic: string = '',
  ) {
    super(kind, message);
    Object.defineProperty(this, 'diagnostic', { enumerable: false });
  }
}

type Words = readonly [FaultKind, string];

const BY_RESULT: ReadonlyMap<number, Words> = new Map([
  [3, ['busy', 'the server took too long']],
  [4, ['refused', 'the server answers fewer entries than it was asked for; raise its size limit']],
  [8, ['refused', 'the server asks for an encrypted connection: use ldaps:// or startTls']],
  [
    10,
    ['refused', 'the server is a replica that takes no changes: connect to the one it refers to'],
  ],
  [11, ['busy', 'the server has reached a limit of its administrator']],
  [12, ['refused', 'the server lacks an extension that is needed']],
  [13, ['refused', 'the server asks for an encrypted connection: use ldaps:// or startTls']],
  [16, ['refused', 'the entry has no such attribute']],
  [17, ['refused', "the server's schema lacks an attribute"]],
  [19, ['refused', "the server's password policy or schema refuses the value"]],
  [21, ['refused', 'the server refuses the syntax of a value']],
  [32, ['refused', 'the server has no such entry']],
  [34, ['refused', 'the server refuses the syntax of a DN']],
  [49, ['credentials', 'the server refused the name or the password of the service account']],
  [50, ['refused', 'the service account lacks a right in the directory']],
  [51, ['busy', 'the server is busy']],
  [52, ['busy', 'the server is unavailable']],
  [53, ['refused', 'the server is unwilling to do it']],
  [65, ['refused', "the entry's object classes don't allow the attribute"]],
  [122, ['busy', 'the entry was changed by somebody else at the same time']],
]);

const BAD_CERTIFICATE: Words = ['unreachable', "the server's certificate could not be verified"];
const BY_CODE: ReadonlyMap<string, Words> = new Map([
  ['ECONNREFUSED', ['unreachable', 'nothing listens at this address']],
  ['ENOTFOUND', ['unreachable', "the server's name is unknown"]],
  ['EAI_AGAIN', ['unreachable', "the server's name could not be looked up"]],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', BAD_CERTIFICATE],
  ['SELF_SIGNED_CERT_IN_CHAIN', BAD_CERTIFICATE],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', BAD_CERTIFICATE],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', BAD_CERTIFICATE],
  ['CERT_HAS_EXPIRED', BAD_CERTIFICATE],
  ['ERR_TLS_CERT_ALTNAME_INVALID', BAD_CERTIFICATE],
]);

/** Tells a library's error in our words: servers' own texts may quote values. */
export function ldapFault(error: unknown): DirectoryFault {
  if (error instanceof DirectoryFault) return error;
  if (error instanceof ResultCodeError) {
    const words = BY_RESULT.get(error.code);
    if (words) return new LdapFault(...words, error.code, error.message);
    return new LdapFault(
      'refused',
      `the server refused it (LDAP result ${error.code})`,
      error.code,
    );
  }
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  const words = typeof code === 'string' ? BY_CODE.get(code) : undefined;
  if (words) return new LdapFault(...words);
  const detail = typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? ` (${code})` : '';
  return new LdapFault('unreachable', `the server could not be reached, or hung up${detail}`);
}

/** Whether the server answered with this result. */
export function isResult(error: unknown, result: keyof typeof RESULT): error is LdapFault {
  return error instanceof LdapFault && error.resultCode === RESULT[result];
}

/** Whether the connection is of no use any more. */
export function breaksConnection({ kind }: DirectoryFault): boolean {
  return kind === 'unreachable' || kind === 'aborted';
}
