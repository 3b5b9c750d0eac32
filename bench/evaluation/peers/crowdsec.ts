import { HOUR_MS } from '../../../src/kernel/clock.js';
import type { Act } from '../../simulation/act.js';
import { isRightPassword, type Peer } from './peer.js';
import { LeakyBuckets } from './windows.js';

/** `duration` of the default profile (`config/profiles.yaml`). */
const BAN_MS = 4 * HOUR_MS;

/**
 * CrowdSec with the hub's mail scenarios, all of which are kept by address: `postfix-spam` (capacity
 * 5, leak 10 s), `dovecot-spam` (3, 360 s) and `Guezli/postfix-sasl-bf` (2, 7,200 s). Whatever
 * overflows bans the address for four hours. Its parsers don't see successful mail sign-ins, so
 * `impossible-travel` can't fire.
 */
export const crowdsec: Peer = {
  id: 'crowdsec',
  title: 'CrowdSec, mail scenarios',
  keyedBy: 'address',
  open() {
    const smtp = [new LeakyBuckets(5, 10_000), new LeakyBuckets(2, 7_200_000)];
    const imap = [new LeakyBuckets(3, 360_000)];
    const bannedUntil = new Map<string, number>();
    const overflows = ({ protocol, address, at }: Act): boolean =>
      (protocol === 'smtp' ? smtp : imap).filter((buckets) => buckets.pour(address, at)).length > 0;
    return {
      see(act) {
        const { address, at } = act;
        if ((bannedUntil.get(address) ?? 0) > at) return isRightPassword(act) ? at : undefined;
        if (!isRightPassword(act) && overflows(act)) bannedUntil.set(address, at + BAN_MS);
        return undefined;
      },
    };
  },
};
