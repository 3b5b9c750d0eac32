import { type Asking, sendEvents } from '../support/asking.js';
import { type ChildService, startChild } from '../support/child-service.js';
import { openSql, type Sql } from '../support/sql.js';
import { type PostgresServer, startCrashSafePostgres } from '../servers/postgres-server.js';
import { until } from '../until.js';
import { type DeafProxy, openDeafProxy } from './deaf-proxy.js';
import { type FaultDirectory, type FaultOperation, OPERATIONS } from './fault-directory.js';
import { type ParkingService, type Reached, startParkingService } from './parking-service.js';

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

/** Every one of these points at which an operation can stand. */
export function faultsAt(points: readonly Point[]): readonly Fault[] {
  return OPERATIONS.flatMap((operation) =>
    points
      .filter((point) => point !== 'password.sealed' || operation === 'temporary-password')
      .map((point) => ({ operation, point, login: `${operation}.${point}@example.test` })),
  );
}

/** What became of an action whose process, database or directory died. */
export interface Recovery {
  readonly fault: Fault;
  readonly status: string;
  readonly attempts: number;
  /** How often the directory wrote what the action sets. */
  readonly changes: number;
  /** Whether the directory's account is as the action was to make it. */
  readonly isRight: boolean;
  /** What the audit log says of the action, in order. */
  readonly trail: readonly string[];
  /** What others were told of it, in order. */
  readonly happenings: readonly string[];
}

const PATIENCE = { timeoutMs: 150_000 };
const ENVIRONMENT = { ROLE: 'all', JOBS_AT_ONCE: '40' };

/** Actions that all stand at their points. */
export interface StandingRound {
  /** Kills the victim with SIGKILL, starts it again, and waits for the end of all actions. */
  kill(victim: Victim): Promise<readonly Recovery[]>;
}

/**
 * Starts a service, its database and a directory, each a process of its own, and brings the actions
 * of every fault to their points.
 */
export async function bringToTheirPoints(
  faults: readonly Fault[],
  startDirectory: () => Promise<FaultDirectory>,
): Promise<StandingRound> {
  const round = await Round.begin(faults, startDirectory);
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
  private readonly standing = new Set<string>();
  private readonly asked = new Map<string, Fault>();
  private readonly closings: (() => Promise<void>)[];
  private isReleased = false;
  private service!: ParkingService;
  private successor: ChildService | undefined;
  private sql!: Sql;

  private constructor(
    private readonly faults: readonly Fault[],
    private readonly database: PostgresServer,
    private readonly directory: FaultDirectory,
    private readonly proxy: DeafProxy,
  ) {
    this.closings = [() => directory.stop(), () => database.stop(), () => proxy.close()];
  }

  static async begin(
    faults: readonly Fault[],
    startDirectory: () => Promise<FaultDirectory>,
  ): Promise<Round> {
    const [database, directory] = await Promise.all([startCrashSafePostgres(), startDirectory()]);
    const proxy = await openDeafProxy(directory.port);
    const round = new Round(faults, database, directory, proxy);
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
    const logins = this.faults.map(({ login }) => login);
    await this.directory.connect(this.service.ask, logins, this.proxy.port);
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

  /**
   * Asks for every action, and waits until each stands at its point. Those in the middle of a
   * transaction come last, one after the other: actions that end at the same time share one.
   */
  async park(): Promise<void> {
    for (const { login, point } of this.faults)
      if (point === 'connector.answer-lost')
        this.proxy.loseAnswerWhen((sent) => this.directory.hasSentChange(sent, login));
    const isInTransaction = ({ point }: Fault) => point === 'action.recording';
    const others = this.faults.filter((fault) => !isInTransaction(fault));
    for (const fault of others) await this.askFor(fault);
    await this.untilStanding(others);
    for (const fault of this.faults.filter(isInTransaction)) {
      await this.askFor(fault);
      await this.untilStanding([fault]);
    }
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
        await this.directory.kill();
        this.release();
        await until(() => this.someoneHasTriedInVain(), { ...PATIENCE, what: 'a try in vain' });
        await this.directory.restart();
    }
  }

  async recoveries(): Promise<Recovery[]> {
    await until(() => this.allEnded(), { ...PATIENCE, what: `the end of all actions` });
    const recoveries = [];
    for (const fault of this.faults) recoveries.push(await this.recoveryOf(fault));
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
    const fault = await this.faultOf(actionId);
    if (this.isReleased || fault?.point !== waypoint) return this.service.go(reached);
    this.parked.set(actionId, reached);
    this.standing.add(fault.login);
  }

  /** The reason of an action names its point, and with its operation that is one fault. */
  private async faultOf(actionId: string): Promise<Fault | undefined> {
    const known = this.asked.get(actionId);
    if (known) return known;
    const [row] = await this.sql('SELECT reason, operation FROM action WHERE id = $1', [actionId]);
    const fault = this.faults.find(
      ({ point, operation }) => point === row.reason && operation === row.operation,
    );
    if (fault) this.asked.set(actionId, fault);
    return fault;
  }

  private release(): void {
    this.isReleased = true;
    for (const reached of this.parked.values()) this.service.go(reached);
  }

  private async askFor({ operation, point, login }: Fault): Promise<void> {
    const { ask } = this.service;
    const { body } = await ask(`/v1/accounts?login=${login}`);
    const path = `/v1/accounts/${body.items[0].id}/actions`;
    const json = { do: operation, reason: point };
    // The answer to the one that stands before it is sent comes late, or never.
    const answered = ask(path, { method: 'POST', json }).catch(() => undefined);
    if (point !== 'action.written') await answered;
  }

  private untilStanding(faults: readonly Fault[]): Promise<unknown> {
    return until(
      async () => {
        for (const fault of faults) if (!(await this.stands(fault))) return false;
        return true;
      },
      { ...PATIENCE, what: `these to stand: ${faults.map(({ login }) => login).join(', ')}` },
    );
  }

  private async stands({ point, login, operation }: Fault): Promise<boolean> {
    if (point !== 'connector.answer-lost') return this.standing.has(login);
    return (await this.directory.changesOf(login, operation)) > 0;
  }

  private async someoneHasTriedInVain(): Promise<boolean> {
    const [row] = await this.sql(`SELECT count(*)::int AS n FROM action WHERE attempts > 1`);
    return row.n > 0;
  }

  private async allEnded(): Promise<boolean> {
    const [row] = await this.sql(
      `SELECT count(*)::int AS n FROM action WHERE finished_at IS NOT NULL`,
    );
    return row.n === this.faults.length;
  }

  private async recoveryOf(fault: Fault): Promise<Recovery> {
    const { login, operation } = fault;
    const [action] = await this.sql(
      `SELECT action.* FROM action JOIN account ON account.id = action.account_id
        WHERE account.login = $1`,
      [login],
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
      changes: await this.directory.changesOf(login, operation),
      isRight: await this.directory.isRight(login, operation, await this.handedOver(action.id)),
      trail: trail.map(({ what }) => what),
      happenings: happenings.map(({ kind }) => kind),
    };
  }

  /** The temporary password that an action has set, if it was to set one. */
  private async handedOver(actionId: string): Promise<string | undefined> {
    const path = `/v1/actions/${actionId}/temporary-password`;
    const { status, body } = await this.ask(path, { method: 'POST' });
    return status === 200 ? String(body.password) : undefined;
  }
}
