import type { DirectoryAccount, DirectoryState } from '../domain/connector.js';
import type { Bind, Row, SqlDialect, SqlValue } from './dialect.js';
import type { TablePlan } from './table-plan.js';

/** A statement and its parameters. */
export interface Statement {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/** An account's row; the stored password is there only when it was asked for. */
export interface AccountRow {
  readonly account: DirectoryAccount;
  readonly stored: string;
}

/** Writes a statement whose values all travel as parameters. */
export function statement(dialect: SqlDialect, write: (bind: Bind) => string): Statement {
  const values: SqlValue[] = [];
  const text = write((value) => dialect.parameter(values.push(value)));
  return { text, values };
}

/** The columns of a read. Everything comes as text, so that drivers don't each convert it in their own way. */
export function selection(dialect: SqlDialect, plan: TablePlan, withPassword: boolean): string {
  const { login, password, active, mustChange, displayName, changedAt } = plan;
  const text = (column: { name: string; type: string }, alias: string) =>
    `${dialect.text(dialect.quote(column.name), column.type)} AS ${alias}`;
  return [
    text(login, 'login'),
    text(active.column, 'is_active'),
    ...(mustChange ? [text(mustChange.column, 'must_change')] : []),
    ...(displayName ? [text(displayName, 'display_name')] : []),
    ...(changedAt?.as === 'time'
      ? [`${dialect.epoch(dialect.quote(changedAt.column.name))} AS changed_at`]
      : []),
    ...(changedAt?.as === 'seconds' ? [text(changedAt.column, 'changed_at')] : []),
    ...(withPassword ? [text(password, 'stored')] : []),
  ].join(', ');
}

/** Finds a row by its login to the byte; the plain comparison before it is what an index serves. */
export function hasLogin(dialect: SqlDialect, plan: TablePlan, bind: Bind, login: string): string {
  const column = dialect.quote(plan.login.name);
  return `${column} = ${bind(login)} AND ${dialect.sameBytes(column, bind(login))}`;
}

/** Reads a row that {@link selection} asked for; undefined for one without a login. */
export function accountRow(plan: TablePlan, row: Row): AccountRow | undefined {
  const login = textOf(row['login']);
  if (login === undefined || login === '') return undefined;
  const displayName = textOf(row['display_name'])?.trim();
  return {
    account: {
      ref: login,
      login,
      ...(displayName ? { displayName } : {}),
      addresses: login.includes('@') ? [login] : [],
      state: stateOf(plan, row),
    },
    stored: textOf(row['stored']) ?? '',
  };
}

function stateOf(plan: TablePlan, row: Row): DirectoryState {
  const seconds = Number(textOf(row['changed_at']) ?? 0);
  return {
    active: plan.active.codec.read(textOf(row['is_active'])),
    ...(plan.mustChange
      ? { mustChange: plan.mustChange.codec.read(textOf(row['must_change'])) }
      : {}),
    // 1970 and before is how a table says "never".
    ...(seconds > 0 ? { passwordChangedAt: new Date(seconds * 1_000) } : {}),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
