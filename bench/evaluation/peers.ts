import { buffalogs, buffalogsHigh } from './peers/buffalogs.js';
import { crowdsec } from './peers/crowdsec.js';
import { exim } from './peers/exim.js';
import { fail2ban } from './peers/fail2ban.js';
import type { Peer } from './peers/peer.js';
import { postfwd } from './peers/postfwd.js';
import { wforceDefault, wforceExample } from './peers/wforce.js';

/** The rules that Authwarden is compared with. */
export const PEERS: readonly Peer[] = [
  wforceDefault,
  wforceExample,
  fail2ban,
  crowdsec,
  buffalogs,
  buffalogsHigh,
  postfwd,
  exim,
];
