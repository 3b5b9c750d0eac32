import { TextBytes } from '../kernel/text-bytes.js';
import { BinaryCopy } from '../platform/database/binary-copy.js';
import type { AccountState } from './domain/account-state.js';
import { writeAccountState } from './domain/account-state-text.js';

const COLUMN_COUNT = 4;
const USUAL_ROW_BYTES = 512;

/**
 * The states of accounts as rows of a binary COPY (account, first, last, state): made while the
 * database is busy, sent when it isn't.
 */
export function stateRows(states: ReadonlyMap<string, AccountState>): Buffer {
  const copy = new BinaryCopy(states.size * USUAL_ROW_BYTES + 64);
  const text = new TextBytes();
  for (const [accountId, state] of states) {
    text.clear();
    writeAccountState(state, text);
    copy.row(COLUMN_COUNT);
    copy.uuid(accountId);
    copy.timestamptz(state.firstAt);
    copy.timestamptz(state.lastAt);
    copy.utf8(text.bytes());
  }
  return copy.finish();
}
