/** A name that needs no thought about quoting: letters, digits and underscores, at most 63 (PostgreSQL's limit). */
export const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;

/** A table's name with an optional schema (MySQL: database) before it. */
export const TABLE_NAME = /^(?:[A-Za-z_][A-Za-z0-9_]{0,62}\.)?[A-Za-z_][A-Za-z0-9_]{0,62}$/;

/** A table as its catalogue knows it. */
export interface TableName {
  readonly schema?: string;
  readonly table: string;
}

/** Parts of a table's name that matches {@link TABLE_NAME}. */
export function parseTableName(text: string): TableName {
  const dot = text.indexOf('.');
  if (dot < 0) return { table: text };
  return { schema: text.slice(0, dot), table: text.slice(dot + 1) };
}
