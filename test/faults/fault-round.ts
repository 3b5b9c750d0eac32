import { createHash } from 'node:crypto';
import type { Asking } from '../support/asking.js';
import { sendEvents } from '../support/asking.js';
import { type ChildService, startChild } from '../support/child-service.js';
import { connectMailboxes } from '../support/mailboxes.js';
import { openSql, type Sql } from '../support/sql.js';
import { type PostgresServer, startCrashSafePostgres } from '../servers/postgres-server.js';
import { until } from '../until.js';
import { type DeafProxy, openDeafProxy } from './deaf-proxy.js';
import { type ParkingService, type Reached, startParkingService } from './parking-service.js';

export const OPERATIONS = ['lock', 'force-reset', 'temporary-password'] as const;
export type FaultOperation = (typeof OPERATIONS)[number];

/** The named points at which something dies; `connector.answer-lost` is made by the proxy. */
export const POINTS = [
  'action.written',
  'action.claimed',
  'action.snapshot-taken',
  'password.sealed',
  'connector.answer-lost',
  'connector.acted',
  'action.recording',
  'action.recorded',
] as const;
export type Point = (typeof POINTS)[number];

export const VICTIMS = ['worker', 'database', 'directory'] as const;
export type Victim = (typeof VICTIMS)[number];

/** One action that stands at one point when the victim dies. */
export interface Fault {
  readonly operation: FaultOperation;
  readonly point: Point;
  readonly login: string;
}

/** Every point at which an operation can stand. */
export const FAULTS: readonly Fault[] = OPERATIONS.flatMap((operation) =>
  POINTS.filter((point) => point !== 'password.sealed' || operation === 'temporary-password').map(
    (point) => ({ operation, point, login: `${operation}.${point}@example.test` }),
  ),
);

/** What became of an action whose process, database or directory died. */
export interface Recovery {
  readonly fault: Fault;
  readonly status: string;
  readonly attempts: number;
  /** How often the directory's row was changed. */
  readonly changes: number;
  /** Whether the directory's row is as the action was to make it. */
  readonly isRight: boolean;
  /** What the audit log says of the action, in order. */
  readonly trail: readonly string[];
  /** What others were told of it, in order. */
  readonly happenings: readonly string[];
}

const PATIENCE = { timeoutMs: 150_000 };
const ENVIRONMENT = { ROLE: 'all', JOBS_AT_ONCE: '40' };
const DIGEST_BYTES = 64;

/** Actions that all stand at their points. */
export interface StandingRound {
  /** Kills the victim with SIGKILL, starts it again, and waits for the end of all actions. */
  kill(victim: Victim): Promise<readonly Recovery[]>;
}

/**
 * Starts a service, its database and a directory, each a process of its own, and brings the actions
 * of every fault to their points.
 */
export async function bringToTheirPoints(): Promise<StandingRound> {
  const round = await Round.begin();
  try {
    await round.park();
  } catch (error) {
    await round.end();
    throw error;
  }
  return {
    kill: async (victim) => {
      try {
        await round.kill(victim);
        return await round.recoveries();
      } finally {
        await round.end();
      }
    },
  };
}

class Round {
  private readonly parked = new Map<string, Reached>();
  private readonly targets = new Map<string, Point>();
  private readonly closings: (() => Promise<void>)[];
  private isReleased = false;
  private service!: ParkingService;
  private successor: ChildService | undefined;
  private sql!: Sql;
  private mailboxSql!: Sql;

  private constructor(
    private readonly database: PostgresServer,
    private readonly directory: PostgresServer,
    private readonly proxy: DeafProxy,
  ) {
    this.closings = [() => directory.stop(), () => database.stop(), () => proxy.close()];
  }

  static async begin(): Promise<Round> {
    const [database, directory] = await Promise.all([
      startCrashSafePostgres(),
      startCrashSafePostgres(),
    ]);
    const proxy = await openDeafProxy(Number(new URL(directory.url).port));
    const round = new Round(database, directory, proxy);
    try {
      await round.connect();
    } catch (error) {
      await round.end();
      throw error;
    }
    return round;
  }

  private async connect(): Promise<void> {
    this.service = await startParkingService(this.database.url, ENVIRONMENT, (reached) => {
      void this.onReached(reached);
    });
    this.closings.push(() => this.service.kill());
    this.sql = await openSql(this.database.url);
    this.closings.push(() => this.sql.close());
    this.mailboxSql = await openSql(this.directory.url);
    this.closings.push(() => this.mailboxSql.close());
    const reachedAs = new URL(this.directory.url);
    reachedAs.port = String(this.proxy.port);
    const logins = FAULTS.map(({ login }) => login);
    await connectMailboxes(this.service.ask, logins, {
      database: { url: this.directory.url, drop: () => Promise.resolve() },
      reachedAs: reachedAs.href,
    }).then(({ sql }) => sql.close());
    await sendEvents(
      this.service.ask,
      logins.map((account) => ({
        type: 'authentication',
        time: '2026-06-01T07:00:00Z',
        account,
        outcome: 'success',
      })),
    );
  }

  /** Asks for every action, and waits until each stands at its point. */
  async park(): Promise<void> {
    const { ask } = this.service;
    for (const { login, point } of FAULTS)
      if (point === 'connector.answer-lost')
        this.proxy.loseAnswerWhen((sent) => committedUpdateOf(sent, login));
    for (const { operation, point, login } of FAULTS) {
      const { body } = await ask(`/v1/accounts?login=${login}`);
      const json = { do: operation, reason: point };
      const path = `/v1/accounts/${body.items[0].id}/actions`;
      // The answer to the one that stands before it is sent comes late, or never.
      const answered = ask(path, { method: 'POST', json }).catch(() => undefined);
      if (point !== 'action.written') await answered;
    }
    await until(() => this.allParked(), { ...PATIENCE, what: 'all actions to stand' });
  }

  async kill(victim: Victim): Promise<void> {
    switch (victim) {
      case 'worker':
        await this.service.kill();
        this.successor = await startChild(this.database.url, ENVIRONMENT);
        this.closings.push(async () => this.successor?.kill());
        return;
      case 'database':
        await this.sql.close();
        await this.database.kill();
        this.release();
        await this.database.restart();
        this.sql = await openSql(this.database.url);
        return;
      case 'directory':
        await this.mailboxSql.close();
        await this.directory.kill();
        this.release();
        await until(() => this.someoneHasTriedInVain(), { ...PATIENCE, what: 'a try in vain' });
        await this.directory.restart();
        this.mailboxSql = await openSql(this.directory.url);
    }
  }

  async recoveries(): Promise<Recovery[]> {
    await until(() => this.allEnded(), { ...PATIENCE, what: `the end of all actions` });
    const recoveries = [];
    for (const fault of FAULTS) recoveries.push(await this.recoveryOf(fault));
    return recoveries;
  }

  /** Ends whatever has begun, the last first. */
  async end(): Promise<void> {
    for (const close of this.closings.toReversed())
      await Promise.resolve()
        .then(close)
        .catch(() => undefined);
  }

  private get ask(): Asking {
    return (this.successor ?? this.service).ask;
  }

  private async onReached(reached: Reached): Promise<void> {
    const { actionId, waypoint } = reached;
    if (!this.isReleased && (await this.targetOf(actionId)) === waypoint)
      this.parked.set(actionId, reached);
    else this.service.go(reached);
  }

  /** The reason of an action names its point. */
  private async targetOf(actionId: string): Promise<Point | undefined> {
    const known = this.targets.get(actionId);
    if (known) return known;
    const [row] = await this.sql('SELECT reason FROM action WHERE id = $1', [actionId]);
    this.targets.set(actionId, row.reason);
    return row.reason;
  }

  private release(): void {
    this.isReleased = true;
    for (const reached of this.parked.values()) this.service.go(reached);
  }

  private async allParked(): Promise<boolean> {
    const deaf = FAULTS.filter(({ point }) => point === 'connector.answer-lost');
    if (this.parked.size < FAULTS.length - deaf.length) return false;
    for (const { login } of deaf) if ((await this.changesOf(login)) === 0) return false;
    return true;
  }

  private async someoneHasTriedInVain(): Promise<boolean> {
    const [row] = await this.sql(`SELECT count(*)::int AS n FROM action WHERE attempts > 1`);
    return row.n > 0;
  }

  private async allEnded(): Promise<boolean> {
    const [row] = await this.sql(
      `SELECT count(*)::int AS n FROM action WHERE finished_at IS NOT NULL`,
    );
    return row.n === FAULTS.length;
  }

  private async changesOf(login: string): Promise<number> {
    const [row] = await this.mailboxSql(
      'SELECT count(*)::int AS n FROM mailbox_change WHERE username = $1',
      [login],
    );
    return row.n;
  }

  private async recoveryOf(fault: Fault): Promise<Recovery> {
    const [action] = await this.sql(
      `SELECT action.* FROM action JOIN account ON account.id = action.account_id
        WHERE account.login = $1`,
      [fault.login],
    );
    const trail = await this.sql(
      'SELECT what FROM audit_entry WHERE subject = $1 ORDER BY sequence',
      [action.id],
    );
    const happenings = await this.sql(
      `SELECT kind FROM happening WHERE subject = $1 ORDER BY written`,
      [action.id],
    );
    return {
      fault,
      status: action.status,
      attempts: action.attempts,
      changes: await this.changesOf(fault.login),
      isRight: await this.isRight(fault, action.id),
      trail: trail.map(({ what }) => what),
      happenings: happenings.map(({ kind }) => kind),
    };
  }

  private async isRight({ operation, login }: Fault, actionId: string): Promise<boolean> {
    const [row] = await this.mailboxSql('SELECT * FROM mailbox WHERE username = $1', [login]);
    const isOld = row.password === '{SSHA512}c29tZXRoaW5nIG9sZA==';
    switch (operation) {
      case 'lock':
        return !row.active && isOld && !row.must_change;
      case 'force-reset':
        return row.active && !isOld && row.must_change;
      case 'temporary-password': {
        const path = `/v1/actions/${actionId}/temporary-password`;
        const { body } = await this.ask(path, { method: 'POST' });
        return row.active && row.must_change && opens(row.password, String(body.password));
      }
    }
  }
}

/** Whether a connection has sent the change of this account and asked for it to be kept. */
function committedUpdateOf(sent: string, login: string): boolean {
  const update = sent.lastIndexOf('UPDATE ');
  const named = update === -1 ? -1 : sent.indexOf(login, update);
  return named !== -1 && /commit/i.test(sent.slice(named));
}

function opens(stored: string, password: string): boolean {
  const bytes = Buffer.from(stored.replace('{SSHA512}', ''), 'base64');
  const digest = createHash('sha512').update(password).update(bytes.subarray(DIGEST_BYTES));
  return digest.digest().equals(bytes.subarray(0, DIGEST_BYTES));
}
