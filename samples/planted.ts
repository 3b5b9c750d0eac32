import { CASE_PASSWORDS } from './case-passwords.js';
import { sampleCompany, SAMPLE_DOMAIN } from './company.js';
import { seededRandom } from './random.js';

const PLANTED = 31;

/**
 * The answer to the sample: logins that the botnet uses, all on the external server. For judging
 * what was found; a log or a directory row never says it.
 */
export function plantedLogins(seed: number): readonly string[] {
  const ofTheCase = Object.keys(CASE_PASSWORDS).map((name) => `${name}@${SAMPLE_DOMAIN}`);
  const others = sampleCompany(seed)
    .filter(({ kind, login }) => kind === 'external' && !ofTheCase.includes(login))
    .map(({ login }) => login);
  const drawn = seededRandom(seed, 'planted')
    .shuffled(others)
    .slice(0, PLANTED - ofTheCase.length);
  return [...ofTheCase, ...drawn];
}
