import type { Rule } from '../rule.js';

/**
 * Not a commonly used password: zxcvbn's list of 30,000, in any case, reversed or in leet. The
 * whole password counts, as NIST has it; below score 2 a part is enough.
 */
export const commonPassword: Rule = {
  id: 'common-password',
  clause: 'NIST-SP-800-63B-4/3.1.1.2-blocklist',
  message: 'It is on the list of common passwords, or nearly; choose something else.',

  check({ strength: { patterns, score } }) {
    const isCommon = patterns.some(({ dictionary }) => dictionary === 'passwords');
    return !isCommon || (patterns.length > 1 && score > 1);
  },
};
