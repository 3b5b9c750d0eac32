import { MINUTE_MS } from '../../../src/kernel/clock.js';
import { isRightPassword, type Peer } from './peer.js';
import { SlidingTimes } from './windows.js';

/** `maxretry`, `findtime` and `bantime` of jail.conf. */
const MAX_RETRY = 5;
const FIND_TIME_MS = 10 * MINUTE_MS;
const BAN_TIME_MS = 10 * MINUTE_MS;

/**
 * fail2ban with its defaults (`config/jail.conf`) and its jails dovecot and postfix-sasl: five
 * failures of an address within ten minutes ban it from all mail ports for ten minutes. The jails
 * count apart; a failed IMAP session counts once, though newer filters match two of its lines.
 */
export const fail2ban: Peer = {
  id: 'fail2ban',
  title: 'fail2ban',
  keyedBy: 'address',
  open() {
    const failures = new SlidingTimes(FIND_TIME_MS);
    const bannedUntil = new Map<string, number>();
    return {
      see(act) {
        const { address, at } = act;
        if ((bannedUntil.get(address) ?? 0) > at) return isRightPassword(act) ? at : undefined;
        if (isRightPassword(act)) return undefined;
        const jail = `${act.protocol === 'smtp' ? 'postfix-sasl' : 'dovecot'}/${address}`;
        if (failures.add(jail, at) >= MAX_RETRY) {
          bannedUntil.set(address, at + BAN_TIME_MS);
          failures.forget(jail);
        }
        return undefined;
      },
    };
  },
};
