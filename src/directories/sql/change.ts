import type { DirectoryOperation, DirectoryState } from '../domain/connector.js';
import type { Bind, SqlDialect } from './dialect.js';
import { newPassword } from './new-password.js';
import { randomPassword, seedOf } from './random-password.js';
import { isSeededBy } from './password-scheme.js';
import type { TableSettings } from './sql-settings.js';
import type { AccountRow } from './statements.js';
import type { FlagColumn, TablePlan } from './table-plan.js';

/** `"column" = value`, the value among the statement's parameters. */
export type Assignment = (bind: Bind) => string;

/** What a command comes to in the table. */
export interface Change {
  /** What is written, in the table's words. */
  readonly steps: readonly string[];
  /** What is meant to be read back. */
  after(before: DirectoryState): DirectoryState;
  /** Whether a row already is as the command wants it. */
  isDone(row: AccountRow): boolean;
  /** What to write into a row that isn't. */
  assignments(row: AccountRow): Promise<readonly Assignment[]>;
}

/** Why a table can't do what is asked. */
export interface Unsupported {
  readonly unsupported: string;
  readonly instead?: DirectoryOperation;
}

/** What a command is translated with. */
export interface ChangeContext {
  readonly dialect: SqlDialect;
  readonly plan: TablePlan;
  readonly settings: TableSettings;
}

/** What is asked for: a command without its account. */
export interface Asked {
  readonly do: DirectoryOperation;
  readonly actionId: string;
  readonly keepPassword?: boolean;
}

/** Translates a command. Locked and disabled are the same in a table with one active column. */
export function changeFor(asked: Asked, context: ChangeContext): Change | Unsupported {
  const { active, outboundHeld, mustChange } = context.plan;
  switch (asked.do) {
    case 'lock':
    case 'disable':
      return flagChange(context, active, false, 'active');
    case 'unlock':
    case 'enable':
      return flagChange(context, active, true, 'active');
    case 'hold-outbound':
      return outboundHeld ? flagChange(context, outboundHeld, true, 'outboundHeld') : NO_HOLD;
    case 'release-outbound':
      return outboundHeld ? flagChange(context, outboundHeld, false, 'outboundHeld') : NO_HOLD;
    case 'revoke-sessions':
      return { unsupported: 'a table keeps no sessions', instead: 'lock' };
    case 'force-reset':
      if (!asked.keepPassword) return forcedReset(asked.actionId, context);
      return mustChange ? flagChange(context, mustChange, true, 'mustChange') : NO_MARK;
  }
}

const NO_HOLD: Unsupported = {
  unsupported: 'no column for held outbound mail is set (columns.outboundHeld)',
  instead: 'lock',
};
const NO_MARK: Unsupported = {
  unsupported: 'the table has no must-change column, so the password itself has to be replaced',
};

function flagChange(
  { dialect }: ChangeContext,
  { column, codec }: FlagColumn,
  wanted: boolean,
  key: 'active' | 'mustChange' | 'outboundHeld',
): Change {
  return {
    steps: [`SET ${column.name} = ${codec.write(wanted)}`],
    after: (before) => ({ ...before, [key]: wanted }),
    isDone: ({ account }) => account.state[key] === wanted,
    assignments: () =>
      Promise.resolve([(bind) => `${dialect.quote(column.name)} = ${bind(codec.write(wanted))}`]),
  };
}

/**
 * Sets a password nobody knows. Its salt stands for the action, so a repeat recognises its own work
 * even in a table without a must-change column, and doesn't set a second one.
 */
function forcedReset(actionId: string, context: ChangeContext): Change {
  const seed = seedOf(actionId);
  return {
    ...newPassword(context, 'a random password', async ({ prefix, scheme }) => {
      return prefix + (await scheme.encode(randomPassword(), seed));
    }),
    isDone: ({ account, stored }) => isSeededBy(stored, seed) && account.state.mustChange !== false,
  };
}
