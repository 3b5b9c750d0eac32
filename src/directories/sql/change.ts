import type { DirectoryCommand } from '../domain/connector.js';
import type { Bind, SqlDialect } from './dialect.js';
import { isSeededBy, storageForm } from './password-scheme.js';
import { randomPassword, seedOf } from './random-password.js';
import { SqlFault } from './sql-fault.js';
import type { TableSettings } from './sql-settings.js';
import type { AccountRow } from './statements.js';
import type { TablePlan } from './table-plan.js';

/** `"column" = value`, the value among the statement's parameters. */
type Assignment = (bind: Bind) => string;

/** What a command comes to in the table. */
export interface Change {
  /** Whether a row already is as the command wants it. */
  isDone(row: AccountRow): boolean;
  /** What to write into a row that isn't. */
  assignments(row: AccountRow): Promise<readonly Assignment[]>;
}

/** Translates a command. Locked and disabled are the same in a table with one active column. */
export function changeFor(
  command: DirectoryCommand,
  dialect: SqlDialect,
  plan: TablePlan,
  settings: TableSettings,
): Change {
  switch (command.do) {
    case 'lock':
    case 'disable':
      return activation(dialect, plan, false);
    case 'unlock':
    case 'enable':
      return activation(dialect, plan, true);
    case 'force-reset':
      return forcedReset(command.actionId, dialect, plan, settings);
  }
}

function activation({ quote }: SqlDialect, { active }: TablePlan, wanted: boolean): Change {
  return {
    isDone: ({ account }) => account.state.active === wanted,
    assignments: () =>
      Promise.resolve([
        (bind) => `${quote(active.column.name)} = ${bind(active.codec.write(wanted))}`,
      ]),
  };
}

/**
 * Sets a password nobody knows. Its salt stands for the action, so a repeat recognises its own work
 * even in a table without a must-change column, and doesn't set a second one.
 */
function forcedReset(
  actionId: string,
  dialect: SqlDialect,
  plan: TablePlan,
  settings: TableSettings,
): Change {
  const seed = seedOf(actionId);
  const { password, mustChange, changedAt } = plan;
  return {
    isDone: ({ account, stored }) => isSeededBy(stored, seed) && account.state.mustChange !== false,

    async assignments(row) {
      const { prefix, scheme } = storageForm(settings.scheme, row.stored);
      const stored = prefix + (await scheme.encode(randomPassword(), seed));
      if (stored.length > (password.maxLength ?? Infinity))
        throw new SqlFault(
          'refused',
          `the column ${password.name} holds ${password.maxLength} characters; a password in ${scheme.name} needs ${stored.length}`,
        );
      const assign = (name: string, value: string) => `${dialect.quote(name)} = ${value}`;
      return [
        (bind) => assign(password.name, bind(stored)),
        ...(mustChange
          ? [(bind: Bind) => assign(mustChange.column.name, bind(mustChange.codec.write(true)))]
          : []),
        ...(changedAt ? [() => assign(changedAt.column.name, dialect.now(changedAt.as))] : []),
      ];
    },
  };
}
