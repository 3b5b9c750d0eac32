import { DAY_MS } from '../../../src/kernel/clock.js';
import type { Peer } from './peer.js';

/** The rule of the plugin's README: more of either in the table is refused. */
const COUNTRIES = 5;
const ADDRESSES = 20;
/** `db_flush_interval`. */
const FLUSH_MS = DAY_MS;

interface Row {
  readonly country: string;
  last: number;
}

/**
 * postfwd's anti-geoip-spam plugin: a sender whose table of the last logins has more than five
 * countries or more than twenty addresses gets 554 for the message. It sees messages only. Once a
 * day, rows that are older than a day are deleted, so a row lives for a day or two.
 */
export const postfwd: Peer = {
  id: 'postfwd-anti-geoip',
  title: 'postfwd anti-geoip',
  keyedBy: 'account',
  open(locate) {
    const users = new Map<string, Map<string, Row>>();
    let flushed: number | undefined;
    const flush = (at: number): void => {
      flushed ??= at;
      if (flushed + FLUSH_MS >= at) return;
      for (const rows of users.values())
        for (const [address, { last }] of rows) if (last < at - FLUSH_MS) rows.delete(address);
      flushed = at;
    };
    return {
      see({ kind, account, address, at }) {
        if (kind !== 'message') return undefined;
        flush(at);
        const country = locate(address)?.country;
        const rows = users.get(account) ?? new Map<string, Row>();
        users.set(account, rows);
        // An address that geolocation doesn't know isn't entered.
        if (country !== undefined) rows.set(address, { country, last: at });
        const countries = new Set([...rows.values()].map((row) => row.country)).size;
        return countries > COUNTRIES || rows.size > ADDRESSES ? at : undefined;
      },
    };
  },
};
