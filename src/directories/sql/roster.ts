import type { AttributeValues, DirectoryAccount, ListOptions } from '../domain/connector.js';
import type { SqlDialect, SqlSession } from './dialect.js';
import { parseTableName } from './identifier.js';
import type { TableSettings } from './sql-settings.js';
import { accountRow, type AccountRow, hasLogin, selection, statement } from './statements.js';
import type { TablePlan } from './table-plan.js';

/** Longest login that is looked for (RFC 5321 allows 254 characters in an address). */
const MAX_LOGIN = 320;

/** Reads accounts from the table. Every method works within the caller's transaction. */
export class Roster {
  constructor(
    private readonly dialect: SqlDialect,
    private readonly settings: TableSettings,
  ) {}

  /**
   * The rows of a ref, at most two: a second one means that the login isn't unique.
   *
   * @param lock keeps them for the transaction
   */
  async rows(
    session: SqlSession,
    plan: TablePlan,
    ref: string,
    lock = false,
  ): Promise<readonly AccountRow[]> {
    if (!canBeLogin(ref)) return [];
    const { text, values } = statement(
      this.dialect,
      (bind) =>
        `SELECT ${selection(this.dialect, plan)} FROM ${plan.table}
          WHERE ${hasLogin(this.dialect, plan, bind, ref)} LIMIT 2${lock ? ' FOR UPDATE' : ''}`,
    );
    const rows = await session.rows(text, values);
    return rows.map((row) => accountRow(plan, row)).filter((row) => row !== undefined);
  }

  /** Text of columns of the one row of a ref; the password's column isn't read. */
  async attributes(
    session: SqlSession,
    plan: TablePlan,
    ref: string,
    names: readonly string[],
  ): Promise<AttributeValues | undefined> {
    const columns = names.flatMap((name) => plan.columns.get(name) ?? []);
    const wanted = columns.filter(({ name, readable }) => readable && name !== plan.password.name);
    const text = ({ name, type }: (typeof wanted)[number], index: number) =>
      `${this.dialect.text(this.dialect.quote(name), type)} AS value_${index}`;
    const { text: query, values } = statement(
      this.dialect,
      (bind) =>
        `SELECT ${['1 AS found', ...wanted.map(text)].join(', ')} FROM ${plan.table}
          WHERE ${hasLogin(this.dialect, plan, bind, ref)} LIMIT 2`,
    );
    const [row, second] = await session.rows(query, values);
    if (!row || second) return undefined;
    return new Map(
      wanted.flatMap(({ name }, index) => {
        const value = row[`value_${index}`];
        return typeof value === 'string' && value !== '' ? [[name, [value]] as const] : [];
      }),
    );
  }

  /** The account of a login: spelled exactly so, else without regard to case where that fits one account alone. */
  async lookup(
    session: SqlSession,
    plan: TablePlan,
    login: string,
  ): Promise<DirectoryAccount | undefined> {
    const exact = await this.rows(session, plan, login);
    const found = exact.length > 0 ? exact : await this.inAnyCase(session, plan, login);
    if (found.length !== 1) return undefined;
    const accounts = found.map(({ account }) => account);
    return (await this.withAliases(session, accounts))[0];
  }

  async count(session: SqlSession, plan: TablePlan): Promise<number> {
    const [row] = await session.rows(`SELECT count(*) AS accounts FROM ${plan.table}`);
    return Number(row?.['accounts'] ?? 0);
  }

  /** The accounts after a ref, in the order of the table's own collation; empty at the end. */
  async page(
    session: SqlSession,
    plan: TablePlan,
    options: ListOptions,
  ): Promise<readonly DirectoryAccount[]> {
    const rows = await this.pageOfRows(session, plan, options);
    return this.withAliases(
      session,
      rows.map(({ account }) => account),
    );
  }

  /** The rows after a ref, as {@link page} has the accounts. */
  async pageOfRows(
    session: SqlSession,
    plan: TablePlan,
    { pageSize, after }: ListOptions,
  ): Promise<readonly AccountRow[]> {
    const login = this.dialect.quote(plan.login.name);
    const { text, values } = statement(
      this.dialect,
      (bind) =>
        `SELECT ${selection(this.dialect, plan)} FROM ${plan.table}
          WHERE ${login} ${after === undefined ? "<> ''" : `> ${bind(after)}`}
          ORDER BY ${login} LIMIT ${Math.trunc(pageSize)}`,
    );
    const rows = await session.rows(text, values);
    return rows.map((row) => accountRow(plan, row)).filter((row) => row !== undefined);
  }

  private async inAnyCase(
    session: SqlSession,
    plan: TablePlan,
    login: string,
  ): Promise<readonly AccountRow[]> {
    if (!canBeLogin(login)) return [];
    const column = this.dialect.text(this.dialect.quote(plan.login.name), plan.login.type);
    const { text, values } = statement(
      this.dialect,
      (bind) =>
        `SELECT ${selection(this.dialect, plan)} FROM ${plan.table}
          WHERE ${this.dialect.sameBytes(`lower(${column})`, `lower(${bind(login)})`)} LIMIT 2`,
    );
    const rows = await session.rows(text, values);
    return rows.map((row) => accountRow(plan, row)).filter((row) => row !== undefined);
  }

  private async withAliases(
    session: SqlSession,
    accounts: readonly DirectoryAccount[],
  ): Promise<readonly DirectoryAccount[]> {
    const { aliasTable } = this.settings;
    if (!aliasTable || accounts.length === 0) return accounts;
    const { quote } = this.dialect;
    const { schema, table } = parseTableName(aliasTable.table);
    const from = schema === undefined ? quote(table) : `${quote(schema)}.${quote(table)}`;
    const address = this.dialect.text(quote(aliasTable.address), 'text');
    const list = this.dialect.text(quote(aliasTable.goto), 'text');
    const logins = accounts.map(({ login }) => login.toLowerCase());
    const { text, values } = statement(
      this.dialect,
      (bind) =>
        `SELECT ${address} AS address, ${list} AS goto FROM ${from}
          WHERE ${this.dialect.listHolds(quote(aliasTable.goto), logins, bind)}`,
    );

    const addresses = new Map<string, string[]>();
    for (const row of await session.rows(text, values)) {
      const alias = row['address'];
      const goto = row['goto'];
      // PostfixAdmin writes a domain's catch-all as @domain: that is nobody's address.
      if (typeof alias !== 'string' || typeof goto !== 'string' || /^@|^$/.test(alias)) continue;
      for (const login of new Set(goto.toLowerCase().replaceAll(' ', '').split(',')))
        addresses.set(login, [...(addresses.get(login) ?? []), alias]);
    }
    return accounts.map((account) => {
      const aliases = addresses.get(account.login.toLowerCase()) ?? [];
      return { ...account, addresses: [...new Set([...account.addresses, ...aliases])] };
    });
  }
}

/** Text that no table holds and that a server would stumble over. */
function canBeLogin(text: string): boolean {
  return text !== '' && text.length <= MAX_LOGIN && !text.includes('\0');
}
