import { describe } from 'vitest';
import { describeWithServer } from '../servers/availability.js';
import { fetchSlapd } from '../servers/slapd.js';
import { POINTS } from './fault-round.js';
import { describeRecovery, type FaultCase, killAtEach } from './fault-suite.js';
import { startSlapdDirectory } from './slapd-fault-directory.js';
import { startTableDirectory } from './table-directory.js';

const TABLE: FaultCase = {
  name: 'a table of mailboxes',
  points: POINTS,
  start: startTableDirectory,
};

/** At the other points the directory hasn't been asked yet, or is done with. */
const SLAPD: FaultCase = {
  name: 'a slapd',
  points: [
    'action.snapshot-taken',
    'password.sealed',
    'connector.answer-lost',
    'connector.acted',
    'action.recording',
  ],
  start: startSlapdDirectory,
};

const hasSlapd = await fetchSlapd().then(
  () => true,
  () => false,
);
// All at once, as most of it is waiting for what died to be missed.
const rounds = killAtEach(hasSlapd ? [TABLE, SLAPD] : [TABLE]);

describe('promise 4: kill -9 at every step of an action in a table of mailboxes', () => {
  describeRecovery(rounds, TABLE);
});

await describeWithServer(
  'promise 4: kill -9 at the steps of an action that depend on a slapd',
  fetchSlapd,
  () => describeRecovery(rounds, SLAPD),
);
