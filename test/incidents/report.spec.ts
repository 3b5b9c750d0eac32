import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IncidentLinking } from '../../src/incidents/incident-linking.service.js';
import { IncidentReportView } from '../../src/incidents/report.schemas.js';
import { SecondWaveService } from '../../src/incidents/second-wave.service.js';
import { type Asking, everyItem, sendEvents } from '../support/asking.js';
import { takeoverOf } from '../support/takeover.js';
import { openWorld, type World } from '../support/world.js';

const START = Date.UTC(2026, 5, 1, 8);
const HOUR = 3_600_000;
const VICTIMS = ['a', 'b', 'c', 'd'].map((name) => `${name}@example.test`);
const OFFICE = Array.from({ length: 30 }, (_, n) => `office${n}@example.test`);

describe('the report of an incident', () => {
  let world: World;
  let ask: Asking;

  beforeAll(async () => {
    world = await openWorld({ SECOND_WAVE_DAYS: '2' });
    ({ ask } = world.service);
  });
  beforeEach(async () => {
    await world.sql('TRUNCATE incident_report, incident_member, incident, account_footprint');
    await world.beginAnew([...VICTIMS, ...OFFICE]);
  });
  afterAll(() => world.close());

  const run = async () => {
    await world.service.app.get(IncidentLinking, { strict: false }).run(undefined, 0);
    await world.service.app.get(SecondWaveService, { strict: false }).run();
  };
  const theIncident = async () => {
    await run();
    const [incident, ...others] = await everyItem(ask, '/v1/incidents');
    expect(others).toEqual([]);
    return incident;
  };
  const reportOf = async ({ id }: { id: string }) => (await ask(`/v1/incidents/${id}/report`)).body;
  const wavesOf = async ({ id }: { id: string }) =>
    (await everyItem(ask, `/v1/incidents/${id}/accounts`)).map(
      (member: { login: string; secondWave: string }) => [member.login, member.secondWave],
    );
  const remedyAll = (at: number) =>
    world.sql(
      `INSERT INTO action (id, account_id, operation, status, mode, reason, evidence, requested_by, finished_at, created_at)
       SELECT gen_random_uuid(), account.id, 'force-reset', 'applied', 'enforce', 'x', '{}', 'response-policy', $1, $1
         FROM account WHERE account.login = ANY($2)`,
      [new Date(at).toISOString(), VICTIMS],
    );

  it('answers the ten questions of the case', async () => {
    await sendEvents(ask, anAttack());
    const incident = await theIncident();

    const report = await reportOf(incident);

    expect(IncidentReportView.parse(report)).toEqual(report);
    expect(report.questions).toHaveLength(10);
    expect(report.incident).toMatchObject({ accounts: 4, messages: 4, recipients: 28 });
    expect(report.commonPoints.points[0]).toMatchObject({
      attribute: 'server',
      value: 'ext1.example.test',
      membersWith: 4,
      members: 4,
      othersWith: 3,
      others: 30,
      sentence: '4 of 4 use ext1.example.test; 10 % of the others do.',
    });
    expect(report.leadWindow).toMatchObject({ minutes: 120, firstAccount: 'a@example.test' });
    expect(report.accounts.map((account: { login: string }) => account.login)).toEqual(VICTIMS);
    expect(report.series.messagesAnHour.reduce(sum, 0)).toBe(4);
  });

  it('is a page, Markdown or JSON, as Accept says', async () => {
    await sendEvents(ask, anAttack());
    const { id } = await theIncident();
    const as = (accept: string) => ask(`/v1/incidents/${id}/report`, { headers: { accept } });

    const page = await as('text/html,*/*;q=0.8');
    const text = await as('text/markdown');

    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-/,
    );
    expect(page.text).toContain('4 of 4 use ext1.example.test; 10 % of the others do.');
    expect(text.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(text.text).toMatch(/^# Incident \d+: 4 accounts used from/);
    expect((await as('*/*')).body.questions).toHaveLength(10);
  });

  it('says that a server leaked when nobody comes back after the remedy', async () => {
    await sendEvents(ask, anAttack());
    await theIncident();
    await remedyAll(START + 5 * HOUR);
    await sendEvents(ask, [signIn('a@example.test', START + 6 * HOUR, '192.0.2.1')]);
    const watching = await theIncident();
    expect(watching).toMatchObject({ status: 'contained', secondWave: { watching: 4 } });

    await sendEvents(ask, [signIn('office1@example.test', START + 60 * HOUR, '192.0.2.9')]);
    const quiet = await theIncident();

    expect(quiet).toMatchObject({ status: 'closed', secondWave: { quiet: 4 } });
    const { secondWave } = await reportOf(quiet);
    expect(secondWave.state).toBe('quiet');
    expect(secondWave.sentence).toContain('A leak on a server is likely');
  });

  it('names the end point when somebody comes back with the new password', async () => {
    await sendEvents(ask, anAttack());
    await theIncident();
    await remedyAll(START + 5 * HOUR);
    await sendEvents(ask, [
      signIn('b@example.test', START + 6 * HOUR, '192.0.2.2'),
      signIn('b@example.test', START + 7 * HOUR, '2001:db8:5::1'),
    ]);

    const incident = await theIncident();
    const { questions } = await reportOf(incident);

    expect(incident.status).toBe('open');
    expect(await wavesOf(incident)).toContainEqual(['b@example.test', 'recurred']);
    expect(questions[6].details).toEqual([
      expect.stringMatching(
        /^b@example\.test: misused again .* from 2001:db8:5::1; .* at 192\.0\.2\.2\.$/,
      ),
    ]);
    const { id } = (await ask('/v1/accounts?login=b@example.test')).body.items[0];
    const waves = world.service.app.get(SecondWaveService, { strict: false });
    expect(await waves.stateOf(id)).toBe('recurred');
  });

  it('has nothing to report of an incident whose accounts were all cleared', async () => {
    await sendEvents(ask, takeoverOf('a@example.test'));
    await theIncident();
    const [{ id: accountId }] = (await ask('/v1/accounts?login=a@example.test')).body.items;
    const json = { verdict: 'safe' };
    await ask(`/v1/accounts/${accountId}/verdict`, { method: 'POST', json });
    const { id } = await theIncident();

    const { status, body } = await ask(`/v1/incidents/${id}/report`);

    expect([status, body.code]).toEqual([409, 'incident-without-accounts']);
  });
});

/** Habits of the office and of those on the road, then a botnet in four accounts that waits two hours. */
function anAttack(): readonly unknown[] {
  const day = 24 * HOUR;
  return [
    ...OFFICE.map((login, n) =>
      signIn(login, START - 4 * day + n * 60_000, `192.0.2.${n + 20}`, n < 3 ? 'ext1' : 'int1'),
    ),
    ...VICTIMS.map((login, n) => signIn(login, START - 4 * day + n * 60_000, `192.0.2.${n + 1}`)),
    ...VICTIMS.flatMap((login, n) => takeoverOf(login, START + n * 60_000)),
    ...VICTIMS.map((login, n) => ({
      ...signIn(login, START + 2 * HOUR + n * 60_000, `2001:db8:${n + 1}::1`),
      type: 'message',
      session: `m${n}`,
      message: { sender: login, recipients: 7 },
    })),
  ];
}

function signIn(account: string, at: number, sourceIp: string, server = 'ext1') {
  return {
    type: 'authentication',
    time: new Date(at).toISOString(),
    account,
    sourceIp,
    protocol: 'smtp',
    outcome: 'success',
    listener: 'external',
    server: `${server}.example.test`,
    session: `${account} ${at}`,
  };
}

function sum(total: number, { value }: { value: number }): number {
  return total + value;
}
