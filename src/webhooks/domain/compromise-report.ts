import { z } from 'zod';
import { CAEP, RISC } from './event-types.js';

/** What a security event says about whether somebody else has an account. */
export interface CompromiseReport {
  /** 0..1. */
  readonly confidence: number;
  /** In words, as they follow "reported". */
  readonly what: string;
  /** The event's own words of it, such as the type of the credential. */
  readonly detail: string | undefined;
}

/** A word of an event's that is shown to operators: short, so that a sender can't write a letter. */
const Word = z
  .string()
  .transform((text) => text.replaceAll(/[^\p{L}\p{N} ._:-]/gu, '').slice(0, MAX_WORD))
  .optional()
  .catch(undefined);
const MAX_WORD = 60;

const Payload = z.object({
  credential_type: Word,
  current_level: Word,
  principal: Word,
  reason: Word,
  risk_reason: Word,
});
type Payload = z.output<typeof Payload>;

type Reading = (payload: Payload) => CompromiseReport | undefined;

/** What is guessed at here are passwords; another credential in other hands says less about them. */
const OTHER_CREDENTIAL = 0.5;
const CAEP_LEVELS: Readonly<Record<string, number | undefined>> = { HIGH: 0.7, MEDIUM: 0.4 };

const READINGS: Readonly<Record<string, Reading | undefined>> = {
  [`${RISC}credential-compromise`]: ({ credential_type: type = 'password' }) => ({
    confidence: type === 'password' ? 1 : OTHER_CREDENTIAL,
    what: 'that a credential is compromised',
    detail: type,
  }),
  [`${RISC}account-disabled`]: ({ reason }) =>
    reason === 'hijacking'
      ? { confidence: 0.8, what: 'that it disabled the account', detail: reason }
      : undefined,
  [`${RISC}account-credential-change-required`]: () => ({
    confidence: 0.5,
    what: 'that it asks for other credentials',
    detail: undefined,
  }),
  [`${CAEP}risk-level-change`]: ({ current_level: level = '', principal, risk_reason }) => {
    const confidence = CAEP_LEVELS[level];
    if (confidence === undefined || (principal !== undefined && principal !== 'USER'))
      return undefined;
    return { confidence, what: `the risk level ${level}`, detail: risk_reason };
  },
};

/**
 * What an event of RISC 1.0 or CAEP 1.0 says of a compromise; undefined where it says nothing of
 * one, as with sessions that were ended, and where the type isn't known.
 *
 * @param type URI of the event's type
 */
export function compromiseReport(type: string, payload: unknown): CompromiseReport | undefined {
  const parsed = Payload.safeParse(payload);
  if (!parsed.success || !Object.hasOwn(READINGS, type)) return undefined;
  return READINGS[type]?.(parsed.data);
}
