import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/**
 * Ways to make sure that a caller is who he says: `code` to a registered second address or phone,
 * `fact` that the caller knows and the operator doesn't see, `attribute`: the same, as the directory
 * has it, `call-back` to a registered phone, and `manager`: another operator's word.
 */
export const VERIFICATION_METHODS = ['code', 'fact', 'attribute', 'call-back', 'manager'] as const;
export type VerificationMethod = (typeof VERIFICATION_METHODS)[number];

export const VERIFICATION_STATUSES = ['pending', 'verified', 'failed', 'expired', 'used'] as const;
export type VerificationStatus = (typeof VERIFICATION_STATUSES)[number];

/** A caller who is being verified, for one account, one ticket and one operator. */
export interface CallerVerification {
  readonly id: string;
  readonly accountId: string;
  /** Who talks to the caller. */
  readonly operator: string;
  readonly ticket: string;
  readonly method: VerificationMethod;
  /** The contact, or the attribute, by which it is done. */
  readonly contactId: string | undefined;
  readonly status: Exclude<VerificationStatus, 'expired'>;
  readonly salt: Buffer | undefined;
  /** Of each answer that is right, one after the other. */
  readonly codeDigest: Buffer | undefined;
  /** Wrong answers so far. */
  readonly tries: number;
  /** The operator who approved the release besides. */
  readonly approvedBy: string | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** How long a caller has to answer, and how long the release may take after it, minutes. */
export const PENDING_MINUTES = 10;
export const VERIFIED_MINUTES = 30;
/** Wrong answers after which a verification has failed. */
export const MAX_TRIES = 3;
/** Verifications that may be begun within an hour: of one account, and by one operator. */
export const ACCOUNT_AN_HOUR = 5;
export const OPERATOR_AN_HOUR = 30;

const CODE_DIGITS = 8;

/** A fresh code with what is kept of it. */
export function newCode(): {
  readonly code: string;
  readonly salt: Buffer;
  readonly digest: Buffer;
} {
  const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
  const salt = randomBytes(16);
  return { code, salt, digest: digestOf(salt, code) };
}

/**
 * Whether an answer is one of those that were expected, in constant time: every digest is compared.
 * Case, spaces and punctuation don't count, as nobody hears them on the phone.
 *
 * @param digests of 32 bytes each, one after the other
 */
export function isRight(answer: string, salt: Buffer, digests: Buffer): boolean {
  const given = digestOf(salt, answer);
  let right = false;
  for (let at = 0; at + given.length <= digests.length; at += given.length)
    right = timingSafeEqual(given, digests.subarray(at, at + given.length)) || right;
  return right && spoken(answer) !== '';
}

/** What is kept of an answer. */
export function digestOf(salt: Buffer, answer: string): Buffer {
  return createHmac('sha256', salt).update(spoken(answer)).digest();
}

/** What of an answer counts. */
export function spoken(answer: string): string {
  return answer
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{P}\p{S}]/gu, '');
}

/** The status at a time. */
export function statusAt(
  { status, expiresAt }: Pick<CallerVerification, 'status' | 'expiresAt'>,
  now: Date,
): VerificationStatus {
  const isOpen = status === 'pending' || status === 'verified';
  return isOpen && expiresAt <= now ? 'expired' : status;
}

/** An address or a number with most of it hidden, so that an operator can name it to the caller and no more. */
export function masked(kind: 'mail' | 'phone' | 'fact', value: string): string {
  switch (kind) {
    case 'mail': {
      const at = value.lastIndexOf('@');
      return `${value.slice(0, 1)}…${value.slice(Math.max(at, 0))}`;
    }
    case 'phone':
      return `…${value.slice(-3)}`;
    case 'fact':
      return '…';
  }
}
