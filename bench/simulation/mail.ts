import { outsideAddress } from '../../samples/invented-names.js';
import type { Random } from '../../samples/random.js';
import type { Mail } from './act.js';
import type { Person } from './people.js';

/** A message as its owner sends it: to colleagues or out, now and then with a mistyped address. */
export function ownMail(person: Person, logins: readonly string[], random: Random): Mail {
  const [other] = person.otherSenders;
  const many = random.chance(0.03) ? random.whole(5, 25) : random.whole(1, 3);
  const isInside = random.chance(0.5);
  const isMistyped = random.chance(0.01);
  return {
    sender: other !== undefined && random.chance(0.3) ? other : person.login,
    recipients: Array.from({ length: many }, () =>
      isInside ? pickLogin(logins, random) : outsideAddress(random),
    ),
    refused: isMistyped && isInside ? [`mistyped.${pickLogin(logins, random)}`] : [],
    bounced: isMistyped && !isInside ? 1 : 0,
    bytes: random.whole(1_200, 180_000),
  };
}

function pickLogin(logins: readonly string[], random: Random): string {
  return logins[random.whole(0, logins.length - 1)] ?? '';
}

/** A message that nobody asked for. */
export function spam(
  sender: string,
  { recipients, dead }: { readonly recipients: number; readonly dead: number },
  random: Random,
): Mail {
  return {
    sender,
    recipients: Array.from({ length: recipients }, () => outsideAddress(random)),
    refused: [],
    bounced: Array.from({ length: recipients }).filter(() => random.chance(dead)).length,
    bytes: random.whole(900, 6_000),
  };
}
