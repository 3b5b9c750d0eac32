import { HOUR_MS, MINUTE_MS } from '../../../src/kernel/clock.js';
import type { Act } from '../../simulation/act.js';
import { isRightPassword, type Peer } from './peer.js';
import { TumblingDistinct } from './windows.js';

/** Of an address, in the hour of six ten-minute windows. */
const FAILED_PASSWORDS_OF_ADDRESS = 50;

/**
 * weakforced as it is shipped (`wforce/wforce.conf`): an address with more than 50 different wrong
 * passwords within the hour is refused. More than three of one address for one login only slow the
 * answer by three seconds, which alarms nobody. Passwords are told apart, as its reports carry a
 * digest of each; counts are exact, where its own are estimates.
 */
export const wforceDefault: Peer = {
  id: 'wforce-default',
  title: 'weakforced, as shipped',
  keyedBy: 'address',
  open() {
    const failed = new TumblingDistinct(10 * MINUTE_MS, 6);
    return {
      see(act) {
        const { address, at } = act;
        const isRefused = failed.distinct(address, at) > FAILED_PASSWORDS_OF_ADDRESS;
        if (!isRefused && !isRightPassword(act)) failed.add(address, act.password ?? '', at);
        return isRefused && isRightPassword(act) ? at : undefined;
      },
    };
  },
};

/** Of a login, in an hour. */
const PASSWORDS_OF_LOGIN = 90;
const ADDRESSES_OF_LOGIN = 5;
/** Attempts from the country in 24 hours, below which it counts as unseen. */
const SEEN_COUNTRY = 2;
const BLACKLISTED_MS = 5 * MINUTE_MS;

/**
 * weakforced's example (`wforce/wforce.conf.example`): a login with more than 90 different passwords
 * within the hour is refused for 300 seconds; a login that more than five addresses tried within the
 * hour is refused from countries that were seen less than twice within 24 hours. The parts that need
 * a site's own lists (blocked countries, a DNS blocklist) say nothing here.
 */
export const wforceExample: Peer = {
  id: 'wforce-example',
  title: 'weakforced, its example',
  keyedBy: 'account',
  open(locate) {
    const passwords = new TumblingDistinct(10 * MINUTE_MS, 6);
    const addresses = new TumblingDistinct(10 * MINUTE_MS, 6);
    const attempts = new TumblingDistinct(HOUR_MS, 24);
    const blacklisted = new Map<string, number>();
    let ordinal = 0;
    const report = (act: Act, country: string): void => {
      const { account, at, address } = act;
      passwords.add(account, act.password ?? 'the right one', at);
      addresses.add(account, address, at);
      // Each attempt is a value of its own: the number of them is counted.
      attempts.add(`${account}/${country}`, String((ordinal += 1)), at);
    };
    return {
      see(act) {
        const { account, at } = act;
        const country = locate(act.address)?.country ?? '';
        const isManyPasswords = passwords.distinct(account, at) > PASSWORDS_OF_LOGIN;
        if (isManyPasswords) blacklisted.set(account, at + BLACKLISTED_MS);
        const isRefused =
          (blacklisted.get(account) ?? 0) > at ||
          (addresses.distinct(account, at) > ADDRESSES_OF_LOGIN &&
            attempts.distinct(`${account}/${country}`, at) < SEEN_COUNTRY);
        if (!isRefused) report(act, country);
        return isRefused && isRightPassword(act) ? at : undefined;
      },
    };
  },
};
