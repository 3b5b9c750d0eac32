import { z } from 'zod';
import { canonicalAddress, isPrivateAddress } from '../../../kernel/ip-address.js';
import { defineDetector } from '../detector.js';
import type { FoldEvent } from '../fold-event.js';

/** A client that greets with a bare address, or with a name that isn't its own. */
export const suspiciousHelo = defineDetector({
  id: 'suspicious-helo',
  title: 'Bare or forged HELO',
  technique: 'T1036',
  description:
    'The client of a submission greeted with an address without brackets (against RFC 5321, section 4.1.3), with an address that is not its own, ' +
    "or with the name of this server or of the site's domain, and from a network that is new for the account. " +
    'Old scanners and badly set up programs do that, too, but from networks that are known.',
  weight: 0.2,
  about: 'client',
  on: ['sign-in'],
  needs: ['isKnownNetwork', 'networkAge'],
  options: z.strictObject({
    bare: z
      .number()
      .min(0)
      .max(1)
      .default(0.6)
      .describe('Confidence of an address without brackets.'),
    forged: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .describe("Confidence of another's address or name."),
  }),

  inspect(folded, facts, { bare, forged }) {
    const { event, network } = folded;
    if (event.protocol !== 'smtp' || event.client === undefined || network === undefined)
      return undefined;
    if (facts.isKnownNetwork() && facts.networkAge() === undefined) return undefined;
    const kind = heloOf(folded);
    if (kind === undefined) return undefined;

    const what = kind === 'bare' ? 'a bare address' : 'an address or a name that is not its own';
    return {
      confidence: kind === 'bare' ? bare : forged,
      summary: `The client at ${event.sourceIp ?? network} greeted with ${what}: "${event.client}".`,
      evidence: { client: event.client, kind, address: event.sourceIp ?? '', network },
    };
  },
});

function heloOf({ event }: FoldEvent): 'bare' | 'forged' | undefined {
  const name = (event.client ?? '').toLowerCase();
  const isLiteral = name.startsWith('[') && name.endsWith(']');
  const address = canonicalAddress(isLiteral ? name.slice(1, -1) : name);
  if (address !== undefined) {
    // Behind NAT a client can't know its address.
    if (address !== event.sourceIp && !isPrivateAddress(address)) return 'forged';
    return isLiteral ? undefined : 'bare';
  }
  // The case's log hides the last bytes of addresses: 202.72.x.y.
  if (/^\d{1,3}\.\d{1,3}\.[\dx]{1,3}\.[\dxy]{1,3}$/.test(name)) return 'bare';
  if (name === event.server?.toLowerCase()) return 'forged';
  const { account = '' } = event;
  const domain = account.slice(account.lastIndexOf('@') + 1).toLowerCase();
  return domain.includes('.') && domain === name && account.includes('@') ? 'forged' : undefined;
}
