import { DAY_MS } from '../../../src/kernel/clock.js';
import type { Peer } from './peer.js';

const ADDRESSES_A_DAY = 10;

/**
 * Exim's wiki, DetectSMTPAuthAbuse: an account that hands mail in from more than ten addresses
 * within a day is frozen. Over SMTP only; a day is the last 24 hours.
 */
export const exim: Peer = {
  id: 'exim-ten-addresses',
  title: "Exim's ten addresses a day",
  keyedBy: 'account',
  open() {
    const users = new Map<string, Map<string, number>>();
    return {
      see({ kind, account, address, at }) {
        if (kind !== 'message') return undefined;
        const lastUse = users.get(account) ?? new Map<string, number>();
        users.set(account, lastUse);
        for (const [known, last] of lastUse) if (last <= at - DAY_MS) lastUse.delete(known);
        lastUse.set(address, at);
        return lastUse.size > ADDRESSES_A_DAY ? at : undefined;
      },
    };
  },
};
