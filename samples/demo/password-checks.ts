import { CASE_PASSWORDS } from '../case-passwords.js';
import { SAMPLE_CONTEXT, SAMPLE_DOMAIN, sampleCompany } from '../company.js';
import { PasswordCheck } from './answers.js';
import type { Api } from './api.js';

/** The verdict on the password of one of the case's accounts; nothing of the password is in it. */
export interface PasswordFinding {
  readonly login: string;
  readonly allowed: boolean;
  /** From 0, guessed at once, to 4. */
  readonly score: number;
  /** How long guessing takes whoever has a fast hash of it. */
  readonly guessedIn: string;
  readonly reasons: readonly string[];
}

/** Has the four passwords that the case names checked, each with what is known of its owner. */
export async function checkPasswords(api: Api, seed: number): Promise<readonly PasswordFinding[]> {
  const names = new Map(sampleCompany(seed).map(({ login, displayName }) => [login, displayName]));
  return Promise.all(
    Object.entries(CASE_PASSWORDS).map(async ([localPart, password]) => {
      const login = `${localPart}@${SAMPLE_DOMAIN}`;
      const { allowed, score, crackTimes, violations } = await api.send(
        'POST',
        '/v1/passwords/check',
        { password, account: login, context: [names.get(login) ?? '', ...SAMPLE_CONTEXT] },
        PasswordCheck,
      );
      return {
        login,
        allowed,
        score,
        guessedIn: crackTimes.offlineFastHash,
        reasons: violations.map(({ message }) => message),
      };
    }),
  );
}
