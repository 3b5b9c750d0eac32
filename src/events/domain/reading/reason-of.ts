import type { Reason } from '../auth-event.js';

/** First match wins. The hexadecimal numbers are Windows' NTSTATUS values ([MS-ERREF] 2.3.1). */
const REASONS: readonly (readonly [RegExp, Reason])[] = [
  [
    /temporary (?:auth|internal|fail|error)|temp(?:orary|orarily)? ?fail|internal (?:auth|error|failure)|(?:server|service|directory|database|temporarily) (?:is )?unavailable|connection (?:refused|lost|reset|timed|failed)|generic failure|timed out|timeout|can't con(?:tact|nect)|unreachable|query failed|service down|backend/,
    'backend',
  ],
  [
    /unknown[ _-](?:user|account)|(?:user|account)[ _-]not[ _-](?:found|known)|no[ _-]such[ _-](?:user|account)|does[ _-]not[ _-]exist|invalid[ _-]user|0xc0000064/,
    'unknown-account',
  ],
  [/must[ _-]change|password[ _-](?:change|reset)[ _-]required|0xc0000224/, 'must-change'],
  [/expired|0xc0000193|0xc0000071/, 'expired'],
  [/locked|lockout|0xc0000234/, 'locked'],
  [/disabled|suspended|inactive|0xc0000072/, 'disabled'],
  [
    /policy|allow_nets|not[ _-](?:allowed|permitted)|blocked|conditional[ _-]access|0xc000006f|0xc0000070|0xc000015b/,
    'policy',
  ],
  [
    /mismatch|(?:bad|wrong|invalid|incorrect)[ _-](?:password|credential|auth|username or password)|authentication fail|0xc000006a|0xc000006d/,
    'bad-password',
  ],
];

const LONGEST = 400;

/** The reason that a server's words for a failed sign-in amount to; undefined when they say nothing. */
export function reasonOf(words: string): Reason | undefined {
  const text = words.slice(0, LONGEST).toLowerCase();
  for (const [pattern, reason] of REASONS) if (pattern.test(text)) return reason;
  return undefined;
}
