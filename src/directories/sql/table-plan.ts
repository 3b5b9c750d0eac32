import type { SqlColumn, SqlDialect, SqlSession, SqlTable } from './dialect.js';
import { type FlagCodec, flagCodec, namedValuesCodec } from './flag-codec.js';
import { parseTableName } from './identifier.js';
import { DirectoryFault } from '../reaching/directory-fault.js';
import type { TableSettings } from './sql-settings.js';

/** A column that says yes or no. */
export interface FlagColumn {
  readonly column: SqlColumn;
  readonly codec: FlagCodec;
}

/** A column that holds a time. */
export interface TimeColumn {
  readonly column: SqlColumn;
  readonly as: 'time' | 'seconds';
}

/** What was found in a table for each thing that the connector has to know. */
export interface TablePlan {
  /** Quoted, ready for a statement. */
  readonly table: string;
  readonly transactional: boolean;
  /** Every column of the table. */
  readonly columns: SqlTable['columns'];
  readonly login: SqlColumn;
  readonly password: SqlColumn;
  readonly active: FlagColumn;
  readonly mustChange?: FlagColumn;
  readonly displayName?: SqlColumn;
  readonly changedAt?: TimeColumn;
  readonly mail?: SqlColumn;
  readonly unit?: SqlColumn;
  readonly outboundHeld?: FlagColumn;
}

/** PostfixAdmin's names, used where the settings say nothing and the table has them. */
const USUAL = { displayName: 'name', changedAt: 'modified', unit: 'domain' };

const SAMPLED_ROWS = 10_000;

/**
 * Compares the settings with the table as it is.
 *
 * @throws DirectoryFault `refused` that names what doesn't fit
 */
export async function planTable(
  session: SqlSession,
  dialect: SqlDialect,
  settings: TableSettings,
): Promise<TablePlan> {
  const name = parseTableName(settings.table);
  const found = await dialect.describe(session, name);
  if (!found) throw new DirectoryFault('refused', `there is no table ${settings.table} to be seen`);
  const table = [name.schema, name.table]
    .filter((part) => part !== undefined)
    .map((part) => dialect.quote(part))
    .join('.');
  const { columns } = settings;

  const flag = async (column: SqlColumn, values: TableSettings['activeValues']) => {
    const codec = values
      ? namedValuesCodec(values)
      : flagCodec(column, await samples(session, dialect, table, column));
    if (codec) return { column, codec };
    throw new DirectoryFault(
      'refused',
      `it is unclear how the column ${column.name} says yes and no`,
    );
  };

  const mustChange = optional(found, columns.mustChange);
  const displayName = optional(found, columns.displayName, USUAL.displayName);
  const changedAt = timeColumn(optional(found, columns.changedAt, USUAL.changedAt));
  const mail = optional(found, columns.mail);
  const unit = optional(found, columns.unit, USUAL.unit);
  const outboundHeld = optional(found, columns.outboundHeld);
  return {
    table,
    transactional: found.transactional,
    columns: found.columns,
    login: required(found, columns.login),
    password: required(found, columns.password),
    active: await flag(required(found, columns.active), settings.activeValues),
    ...(mustChange ? { mustChange: await flag(mustChange, undefined) } : {}),
    ...(displayName ? { displayName } : {}),
    ...(changedAt ? { changedAt } : {}),
    ...(mail ? { mail } : {}),
    ...(unit ? { unit } : {}),
    ...(outboundHeld ? { outboundHeld: await flag(outboundHeld, undefined) } : {}),
  };
}

function required(table: SqlTable, name: string): SqlColumn {
  const column = table.columns.get(name);
  if (!column) throw new DirectoryFault('refused', `the table has no column ${name} to be seen`);
  if (!column.readable)
    throw new DirectoryFault('refused', `the database user may not read the column ${name}`);
  return column;
}

/** A name that is given must exist; one that is only usual may be missing. */
function optional(table: SqlTable, name: string | null | undefined, usual?: string) {
  if (typeof name === 'string') return required(table, name);
  if (name === null || usual === undefined) return undefined;
  const column = table.columns.get(usual);
  return column?.readable ? column : undefined;
}

function timeColumn(column: SqlColumn | undefined): TimeColumn | undefined {
  if (!column) return undefined;
  if (/^(?:timestamp|datetime|date)/.test(column.type)) return { column, as: 'time' };
  if (['int', 'integer', 'bigint'].includes(column.type)) return { column, as: 'seconds' };
  return undefined;
}

/** The values of a column's first rows, at most nine of them; only for text does it matter. */
async function samples(
  session: SqlSession,
  dialect: SqlDialect,
  table: string,
  column: SqlColumn,
): Promise<string[]> {
  const rows = await session.rows(
    `SELECT DISTINCT ${dialect.text('s.value', column.type)} AS value
       FROM (SELECT ${dialect.quote(column.name)} AS value FROM ${table} LIMIT ${SAMPLED_ROWS}) s LIMIT 9`,
  );
  return rows.map((row) => row['value']).filter((value) => typeof value === 'string');
}
