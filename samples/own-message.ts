import type { SampleAccount } from './company.js';
import { SAMPLE_DOMAIN } from './company.js';
import { outsideAddress } from './invented-names.js';
import type { Random } from './random.js';
import type { MessagePlan } from './session-plan.js';

/** A message as its owner sends it: in the own name or that of an own alias, to colleagues or out. */
export function ownMessage({ login, aliases }: SampleAccount, random: Random): MessagePlan {
  const [alias] = aliases;
  const outside = random.chance(0.4);
  return {
    sender: alias !== undefined && random.chance(0.3) ? alias : login,
    recipients: Array.from({ length: random.whole(1, 3) }, () =>
      outside ? outsideAddress(random) : `usr${random.whole(1, 235)}@${SAMPLE_DOMAIN}`,
    ),
    bytes: random.whole(1_200, 180_000),
  };
}
