import { AccountNamesService } from '../../src/accounts/account-names.service.js';
import { RosterService } from '../../src/accounts/roster.service.js';
import { accountKeyOf, decodeSourceDay } from '../../src/risk/domain/source-window.js';
import { Database } from '../../src/platform/database/database.js';
import { ScoringService } from '../../src/risk/scoring.service.js';
import { createDatabase, type TestDatabase } from '../servers/postgres.js';
import { everyItem } from './asking.js';
import { openService, type Service } from './service.js';
import { openSql, type Sql } from './sql.js';

const DIRECTORY = '01937a5e-0000-7000-8000-00000000d1ec';

/** Everything that the events came to, with logins in place of ids. */
export interface Outcome {
  readonly events: readonly unknown[];
  readonly signals: readonly unknown[];
  readonly accounts: readonly unknown[];
  /** What the fold will need of the past. */
  readonly states: readonly unknown[];
  readonly checkpoints: readonly unknown[];
  readonly sources: readonly unknown[];
}

/** A service on a database of its own that can be begun anew. */
export interface World {
  readonly service: Service;
  readonly database: TestDatabase;
  readonly sql: Sql;
  /** Forgets every event and account; `logins` are then the site's directory. */
  beginAnew(logins?: readonly string[]): Promise<void>;
  outcome(): Promise<Outcome>;
  close(): Promise<void>;
}

/** Makes a world in which no job runs but those that a spec starts. */
export async function openWorld(
  environment: Readonly<Record<string, string>> = {},
): Promise<World> {
  const database = await createDatabase();
  const service = await openService(database.url, { ROLE: 'api', ...environment });
  const sql = await openSql(database.url);
  return {
    service,
    database,
    sql,
    beginAnew: (logins = []) => beginAnew(service, sql, logins),
    outcome: () => outcomeOf(service, sql),
    close: async () => {
      await sql.close();
      await service.close();
      await database.drop();
    },
  };
}

async function beginAnew({ app }: Service, sql: Sql, logins: readonly string[]): Promise<void> {
  await sql(
    `TRUNCATE event, account, account_state, account_checkpoint, source_day, signal, account_risk,
              log_stream, action, sign_in_day, settled_evidence, known_good_history CASCADE`,
  );
  // Another epoch and roster: what a process remembers is no longer what is stored.
  await sql(
    `UPDATE ingest_clock
        SET newest_event_at = NULL, epoch = epoch + 1, roster_version = roster_version + 1`,
  );
  app.get(AccountNamesService, { strict: false }).forget();
  const roster = logins.map((login) => ({
    ref: login,
    login,
    addresses: [login],
    state: { active: true },
  }));
  await app.get(RosterService, { strict: false }).receive(DIRECTORY, roster);
}

async function outcomeOf({ app, ask }: Service, sql: Sql): Promise<Outcome> {
  await scoreAsOfTheNewestEvent(app, sql);
  const accounts = await everyItem(ask, '/v1/accounts?sort=login');
  const loginOf = new Map<string, string>(accounts.map(({ id, login }) => [id, login]));
  const keyOf = new Map([...loginOf].map(([id, login]) => [accountKeyOf(id), login] as const));
  const named = (rows: readonly Record<string, unknown>[]) =>
    sorted(rows.map(({ account_id: id, ...row }) => ({ login: loginOf.get(String(id)), ...row })));

  const cards = [];
  for (const { id } of accounts) cards.push((await ask(`/v1/accounts/${id}`)).body);
  return {
    events: await everyItem(ask, '/v1/events'),
    signals: sorted(
      (await everyItem(ask, '/v1/signals')).map(({ id: _id, accountId, ...signal }) => ({
        login: loginOf.get(accountId),
        ...signal,
      })),
    ),
    accounts: cards.map(({ id: _id, explanation, ...card }) => ({
      ...card,
      explanation: {
        score: explanation.score,
        contributions: sorted(
          explanation.contributions.map(
            ({ signalId: _signal, ...part }: { signalId: string }) => part,
          ),
        ),
      },
    })),
    states: named(await sql('SELECT account_id, first_at, last_at, state FROM account_state')),
    checkpoints: named(
      await sql('SELECT account_id, day::text AS day, state FROM account_checkpoint'),
    ),
    sources: sorted(
      (await sql('SELECT network::text, day::text AS day, state FROM source_day')).map(
        ({ network, day, state }) => ({
          network,
          day,
          hours: [...decodeSourceDay(state)].map(([hour, failed]) => [
            hour,
            [...failed].map(([key, at]) => `${at} ${keyOf.get(key)}`).sort(),
          ]),
        }),
      ),
    ),
  };
}

/** What the recurring job does every ten minutes, so that its turn makes no difference here. */
async function scoreAsOfTheNewestEvent(app: Service['app'], sql: Sql): Promise<void> {
  const [clock] = await sql('SELECT newest_event_at FROM ingest_clock');
  const newest: Date | null = clock.newest_event_at;
  if (newest === null) return;
  const scoring = app.get(ScoringService, { strict: false });
  await app
    .get(Database, { strict: false })
    .transaction((tx) => scoring.refresh(tx, newest.getTime(), newest.getTime(), 1_000_000));
}

function sorted<Row>(rows: readonly Row[]): Row[] {
  return rows
    .map((row) => ({ row, text: JSON.stringify(row) }))
    .sort((a, b) => (a.text < b.text ? -1 : Number(a.text > b.text)))
    .map(({ row }) => row);
}
