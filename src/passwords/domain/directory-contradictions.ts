import type { EffectivePolicy } from '../../directories/domain/effective-policy.js';
import type { Contradiction } from './contradictions.js';
import { policyTraits } from './policy-traits.js';
import type { PolicyRule } from './policy-rule.js';

const DAY_SECONDS = 86_400;

/**
 * Where the policy and what the directory itself enforces don't agree: the directory takes what we
 * refuse, so that whoever gets past us has a weak password (`weaker`: here it is the directory that
 * asks for less), or it refuses what we have let pass.
 */
export function contradictionsWithDirectory(
  directory: EffectivePolicy,
  rules: readonly PolicyRule[],
): readonly Contradiction[] {
  const traits = policyTraits(rules);
  const days = (seconds: number | undefined) =>
    seconds === undefined ? undefined : Math.round((seconds / DAY_SECONDS) * 10) / 10;
  const { origin, minLength = 0, historyLength = 0, complexity } = directory;
  const maxAge = days(directory.maxAgeSeconds);
  const minAge = days(directory.minAgeSeconds) ?? 0;
  return [
    ...compared('length', traits.minLength, minLength, 'characters'),
    ...compared('history', traits.history, historyLength, 'former passwords'),
    ...compared('minimum age', traits.minAgeDays, minAge, 'days'),
    ...(complexity === true && !traits.hasComposition
      ? [told('composition', 'refused-there', 'not asked for', 'several kinds of characters')]
      : []),
    ...(complexity === false && traits.hasComposition
      ? [told('composition', 'weaker', 'asked for', 'not asked for')]
      : []),
    ...(maxAge !== traits.maxAgeDays
      ? [
          told(
            'rotation',
            (maxAge ?? Infinity) < (traits.maxAgeDays ?? Infinity) ? 'refused-there' : 'weaker',
            ageText(traits.maxAgeDays),
            ageText(maxAge),
          ),
        ]
      : []),
  ];

  function compared(topic: string, ours: number, theirs: number, what: string): Contradiction[] {
    if (ours === theirs) return [];
    const kind = theirs > ours ? 'refused-there' : 'weaker';
    return [told(topic, kind, `${ours} ${what}`, `${theirs} ${what}`)];
  }

  function told(
    topic: string,
    kind: Contradiction['kind'],
    ours: string,
    theirs: string,
  ): Contradiction {
    return { topic, kind, clause: origin, ours, theirs };
  }
}

function ageText(days: number | undefined): string {
  return days === undefined ? 'never too old' : `${days} days`;
}
