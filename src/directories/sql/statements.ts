import type { DirectoryAccount, DirectoryState } from '../domain/connector.js';
import { schemeName } from '../domain/scheme-name.js';
import type { Bind, Row, SqlDialect, SqlValue } from './dialect.js';
import type { TablePlan } from './table-plan.js';

/** A statement and its parameters. */
export interface Statement {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/** An account's row with its stored password, which goes no further than the connector. */
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
export function selection(dialect: SqlDialect, plan: TablePlan): string {
  const { login, password, active, mustChange, displayName, changedAt } = plan;
  const { mail, unit, outboundHeld } = plan;
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
    ...(mail ? [text(mail, 'mail')] : []),
    ...(unit ? [text(unit, 'unit')] : []),
    ...(outboundHeld ? [text(outboundHeld.column, 'outbound_held')] : []),
    text(password, 'stored'),
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
  const unit = textOf(row['unit'])?.trim();
  const own = login.includes('@') ? [login] : [];
  const mail = textOf(row['mail'])?.trim() || own[0];
  return {
    account: {
      ref: login,
      login,
      ...(displayName ? { displayName } : {}),
      addresses: [...new Set([...own, ...(mail ? [mail] : [])])],
      ...(mail ? { mail } : {}),
      ...(unit ? { unit } : {}),
      state: stateOf(plan, row),
    },
    stored: textOf(row['stored']) ?? '',
  };
}

function stateOf(plan: TablePlan, row: Row): DirectoryState {
  const seconds = Number(textOf(row['changed_at']) ?? 0);
  const { outboundHeld } = plan;
  return {
    active: plan.active.codec.read(textOf(row['is_active'])),
    ...(plan.mustChange
      ? { mustChange: plan.mustChange.codec.read(textOf(row['must_change'])) }
      : {}),
    // 1970 and before is how a table says "never".
    ...(seconds > 0 ? { passwordChangedAt: new Date(seconds * 1_000) } : {}),
    scheme: schemeName(textOf(row['stored']) ?? ''),
    ...(outboundHeld
      ? { outboundHeld: outboundHeld.codec.read(textOf(row['outbound_held'])) }
      : {}),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
