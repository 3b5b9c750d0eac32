import { type Clock, MINUTE_MS, SECOND_MS } from '../../kernel/clock.js';
import type {
  AttributeValues,
  Capabilities,
  DirectoryAccount,
  DirectoryCommand,
  DirectoryConnector,
  DirectoryState,
  ListOptions,
  Outcome,
  TemporaryPassword,
} from '../domain/connector.js';
import type { OperationPlan } from '../domain/operation-plan.js';
import type { StoredHash } from '../domain/stored-hash.js';
import { type Change, type ChangeContext, changeFor, type Unsupported } from './change.js';
import { CircuitBreaker } from '../reaching/circuit-breaker.js';
import { withDeadline } from '../reaching/deadline.js';
import type { SqlDialect, SqlPool, SqlSession } from './dialect.js';
import { temporaryPassword } from './new-password.js';
import type { Sessions } from './dovecot-sessions.js';
import { Roster } from './roster.js';
import { DirectoryFault, faultOutcome, readingProblem } from '../reaching/directory-fault.js';
import { sqlCapabilities } from './sql-capabilities.js';
import { operationPlan, sessionsPlan, storedHash, unsupportedOutcome } from './sql-views.js';
import type { TableSettings } from './sql-settings.js';
import { type AccountRow, hasLogin, statement } from './statements.js';
import { planTable, type TablePlan } from './table-plan.js';

/** How long what was found in the catalogue is believed. */
const PLAN_KEPT_MS = 5 * MINUTE_MS;
/** How long one call may take in all: connecting, waiting for a lock, the statements. */
const CALL_TIMEOUT_MS = 25 * SECOND_MS;

type Translate = (context: ChangeContext) => Change | Unsupported;
type Work<T> = (session: SqlSession, plan: TablePlan) => Promise<T>;

/** What a transaction came to; `done` tells whether a row read back is as it was meant to be. */
type Act =
  | { readonly outcome: Outcome }
  | { readonly before: DirectoryState; readonly done: (row: AccountRow) => boolean };

/** Accounts in a table of a PostgreSQL, MySQL or MariaDB database. */
export class SqlConnector implements DirectoryConnector {
  private readonly roster: Roster;
  private readonly breaker: CircuitBreaker;
  private table: { readonly found: TablePlan; readonly atMs: number } | undefined;

  constructor(
    private readonly dialect: SqlDialect,
    private readonly pool: SqlPool,
    private readonly settings: TableSettings,
    private readonly clock: Clock,
    private readonly sessions?: Sessions,
  ) {
    this.roster = new Roster(dialect, settings);
    this.breaker = new CircuitBreaker(clock);
  }

  capabilities(): Promise<Capabilities> {
    return this.ask((_session, plan) =>
      Promise.resolve(sqlCapabilities(plan, this.settings, this.sessions !== undefined)),
    );
  }

  lookup(login: string): Promise<DirectoryAccount | undefined> {
    return this.ask((session, plan) => this.roster.lookup(session, plan, login));
  }

  read(ref: string): Promise<DirectoryState | undefined> {
    return this.ask(async (session, plan) => {
      const [row, second] = await this.roster.rows(session, plan, ref);
      return second ? undefined : row?.account.state;
    });
  }

  attributes(ref: string, names: readonly string[]): Promise<AttributeValues | undefined> {
    return this.ask((session, plan) => this.roster.attributes(session, plan, ref, names));
  }

  count(): Promise<number> {
    return this.ask((session, plan) => this.roster.count(session, plan));
  }

  async *list({ pageSize, after }: ListOptions): AsyncIterable<readonly DirectoryAccount[]> {
    let last = after;
    let page: readonly DirectoryAccount[];
    do {
      const from = { pageSize, ...(last === undefined ? {} : { after: last }) };
      page = await this.ask((session, plan) => this.roster.page(session, plan, from));
      last = page.at(-1)?.ref;
      if (page.length > 0) yield page;
    } while (page.length === pageSize);
  }

  plan(command: Omit<DirectoryCommand, 'actionId'>): Promise<OperationPlan | undefined> {
    return this.ask(async (session, plan) => {
      const [row] = await this.roster.rows(session, plan, command.ref);
      const change = changeFor({ ...command, actionId: '' }, this.context(plan));
      if (row && command.do === 'revoke-sessions' && this.sessions)
        return sessionsPlan(row, this.context(plan));
      return row && operationPlan(command.do, row, change, this.context(plan));
    });
  }

  perform(command: DirectoryCommand, abort: AbortSignal): Promise<Outcome> {
    if (command.do === 'revoke-sessions' && this.sessions)
      return this.revoke(command.ref, this.sessions, abort);
    return this.carryOut(command.ref, (context) => changeFor(command, context), abort);
  }

  setTemporaryPassword({ ref, password }: TemporaryPassword, abort: AbortSignal): Promise<Outcome> {
    return this.carryOut(ref, (context) => temporaryPassword(password, context), abort);
  }

  async *exportHashes({ pageSize, after }: ListOptions): AsyncIterable<StoredHash> {
    let last = after;
    let rows: readonly AccountRow[];
    do {
      const from = { pageSize, ...(last === undefined ? {} : { after: last }) };
      rows = await this.ask((session, plan) => this.roster.pageOfRows(session, plan, from));
      last = rows.at(-1)?.account.ref;
      for (const row of rows) yield storedHash(row);
    } while (rows.length === pageSize);
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  private async revoke(ref: string, sessions: Sessions, abort: AbortSignal): Promise<Outcome> {
    try {
      const [row] = await this.transaction(abort, (session, plan) =>
        this.roster.rows(session, plan, ref),
      );
      if (!row) return { kind: 'refused', reason: 'the directory no longer has this account' };
      const { login, state } = row.account;
      const kind = (await sessions.end(login, abort)) ? 'applied' : 'unchanged';
      return { kind, before: state, after: state };
    } catch (error) {
      if (!(error instanceof DirectoryFault)) throw error;
      return faultOutcome(error);
    }
  }

  private context(plan: TablePlan): ChangeContext {
    return { dialect: this.dialect, plan, settings: this.settings };
  }

  private async carryOut(ref: string, translate: Translate, abort: AbortSignal): Promise<Outcome> {
    try {
      const act = await this.transaction(abort, (session, plan) =>
        this.act(ref, translate(this.context(plan)), session, plan),
      );
      return 'outcome' in act ? act.outcome : await this.readBack(ref, act, abort);
    } catch (error) {
      if (!(error instanceof DirectoryFault)) throw error;
      this.doubtPlan(error);
      return faultOutcome(error);
    }
  }

  private async act(
    ref: string,
    change: Change | Unsupported,
    session: SqlSession,
    plan: TablePlan,
  ): Promise<Act> {
    const [row, second] = await this.roster.rows(session, plan, ref, true);
    if (!row) return refusal('the directory no longer has this account');
    if (second) return refusal('the directory has more than one account of this name');

    const before = row.account.state;
    if ('unsupported' in change) return { outcome: unsupportedOutcome(change, before) };
    if (change.isDone(row)) return { outcome: { kind: 'unchanged', before, after: before } };

    const assignments = await change.assignments(row);
    const { text, values } = statement(
      this.dialect,
      (bind) =>
        `UPDATE ${plan.table} SET ${assignments.map((assign) => assign(bind)).join(', ')}
          WHERE ${hasLogin(this.dialect, plan, bind, ref)}`,
    );
    if ((await session.change(text, values)) !== 1)
      throw new DirectoryFault('busy', 'the account was changed by somebody else at the same time');
    return { before, done: (after) => change.isDone(after) };
  }

  /** Reads in a transaction of its own: what counts is what everybody else now sees. */
  private async readBack(
    ref: string,
    { before, done }: Exclude<Act, { outcome: Outcome }>,
    abort: AbortSignal,
  ): Promise<Outcome> {
    const [row] = await this.transaction(abort, (session, plan) =>
      this.roster.rows(session, plan, ref),
    );
    if (row && done(row)) return { kind: 'applied', before, after: row.account.state };
    return {
      kind: 'refused',
      reason: 'the directory took the change but does not show it',
      before,
      ...(row ? { after: row.account.state } : {}),
    };
  }

  private async ask<T>(work: Work<T>): Promise<T> {
    try {
      return await this.transaction(AbortSignal.timeout(CALL_TIMEOUT_MS), work);
    } catch (error) {
      if (!(error instanceof DirectoryFault)) throw error;
      this.doubtPlan(error);
      throw readingProblem(error);
    }
  }

  private transaction<T>(abort: AbortSignal, work: Work<T>): Promise<T> {
    const done = this.breaker.run(() =>
      this.pool.transaction(abort, async (session) => work(session, await this.planOf(session))),
    );
    const limits = { abort, withinMs: CALL_TIMEOUT_MS, tooLate: 'the database took too long' };
    return withDeadline(done, limits, () => undefined);
  }

  /** A refusal may come of a table that was changed since it was looked at. */
  private doubtPlan(fault: DirectoryFault): void {
    if (fault.kind === 'refused') this.table = undefined;
  }

  private async planOf(session: SqlSession): Promise<TablePlan> {
    const nowMs = this.clock.now().getTime();
    if (this.table && nowMs - this.table.atMs < PLAN_KEPT_MS) return this.table.found;
    const found = await planTable(session, this.dialect, this.settings);
    this.table = { found, atMs: nowMs };
    return found;
  }
}

function refusal(reason: string): Act {
  return { outcome: { kind: 'refused', reason } };
}
