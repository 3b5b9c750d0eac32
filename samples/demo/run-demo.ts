import { GeoLocator } from '../../src/platform/geoip/geo-locator.js';
import { plantedLogins } from '../planted.js';
import { Account, type Action, ChainVerdict } from './answers.js';
import type { Api } from './api.js';
import { companyDirectory, synchronise } from './company-directory.js';
import { count, sum } from '../../src/cli/screen/counting.js';
import type { Finding } from './findings.js';
import { findingOf, isSevere, sinceOf } from './findings.js';
import { sampleLog, sendLog, SERVERS } from './log-upload.js';
import {
  fillMailboxes,
  findMailDatabase,
  type MailDatabase,
  readMailboxes,
} from './mail-database.js';
import { type DemoIncident, largestIncident } from './incident.js';
import type { DemoOptions } from './options.js';
import { checkPasswords, type PasswordFinding } from './password-checks.js';
import type { Progress } from '../../src/cli/screen/progress.js';
import { enforcePolicy, finishedActions } from './response.js';
import { judge, type Judgement } from './summary.js';

/** All that the demo learned. */
export interface DemoResult extends Judgement {
  /** Accounts at level high or above, or acted on; the one that was misused first comes first. */
  readonly findings: readonly Finding[];
  /** Accounts at level medium. */
  readonly watched: readonly Account[];
  readonly accounts: number;
  readonly lines: number;
  /** Whether the service had seen all of it before. */
  readonly isRepeat: boolean;
  readonly actions: readonly Action[];
  readonly passwords: readonly PasswordFinding[];
  /** What the service made of the attack; undefined when it was nothing. */
  readonly incident: DemoIncident | undefined;
  readonly auditLog: ChainVerdict;
}

interface Demo {
  readonly api: Api;
  readonly options: DemoOptions;
  readonly progress: Progress;
  /** Milliseconds since the demo began. */
  readonly elapsed: () => number;
}

/**
 * Plays the case through on a service that runs: directory, policy, logs, and then looks at what
 * came of it. All of it can be done again on the same data.
 *
 * @throws DemoError when a step can't be done
 */
export async function runDemo(demo: Demo): Promise<DemoResult> {
  const { api, options, progress, elapsed } = demo;
  const database = await findMailDatabase(options.dataDir, process.env);
  const accounts = await prepareDirectory(demo, database);
  await enforcePolicy(api);
  const sent = [await upload(demo, 'external'), await upload(demo, 'internal')];

  progress.begin('Actions on the directory');
  const actions = await finishedActions(api, (done, total) => progress.update(done, total));
  progress.end(`${count(actions.length)} finished`);

  progress.begin('Looking at the result');
  const passwords = await checkPasswords(api, options.seed);
  const { findings, watched } = await look(api, database, actions);
  const severe = findings.filter(({ level }) => isSevere(level)).length;
  const incident = await largestIncident(api, severe, options.dataDir);
  const auditLog = await api.get('/v1/audit-log/verify', ChainVerdict);
  const { summary, complaints } = judge({
    events: sum(sent.map(({ events, duplicates }) => events + duplicates)),
    plantedLogins: plantedLogins(options.seed),
    findings,
    passwords,
    isAuditLogWhole: auditLog.valid,
    seconds: elapsed() / 1_000,
  });
  progress.end(`${summary.found} of ${summary.planted} planted accounts found`);
  return {
    summary,
    complaints: incident ? complaints : [...complaints, 'No incident was made of the attack.'],
    incident,
    findings,
    watched,
    accounts,
    lines: sum(sent.map(({ lines }) => lines)),
    isRepeat: sent.every(({ events }) => events === 0),
    actions,
    passwords,
    auditLog,
  };
}

async function prepareDirectory(
  { api, options, progress }: Demo,
  database: MailDatabase,
): Promise<number> {
  progress.begin('Mailbox table');
  const directory = await companyDirectory(api, database);
  const { accounts, added } = await fillMailboxes(database, options.seed);
  progress.end(`${count(accounts)} accounts, ${count(added)} of them new`);

  progress.begin('Synchronising the directory');
  const known = await synchronise(api, directory, (done, total) => progress.update(done, total));
  progress.end(`${count(known)} accounts known`);
  return accounts;
}

async function upload({ api, options, progress }: Demo, server: keyof typeof SERVERS) {
  progress.begin(`Sending the log of ${SERVERS[server].split('.', 1)[0] ?? ''}`);
  const log = sampleLog(options.seed, server);
  const result = await sendLog(api, log, (lines) => progress.update(lines, log.lines));
  const { lines, events, duplicates, signals } = result;
  const again = duplicates > 0 ? ` and ${count(duplicates)} known` : '';
  progress.end(
    `${count(lines)} lines, ${count(events)} new${again} events, ${count(signals)} signals`,
  );
  return result;
}

async function look(api: Api, database: MailDatabase, actions: readonly Action[]) {
  const accounts = await api.list('/v1/accounts?minScore=0&sort=-score', Account);
  const mailboxes = await readMailboxes(database);
  const actedOn = new Set(
    actions.filter(({ status }) => status === 'applied').map(({ accountId }) => accountId),
  );
  const places = await GeoLocator.open({
    city: process.env['GEOIP_CITY_DB']?.trim() || undefined,
  });
  const countryOf = (address: string) => places.locate(address)?.country;
  const findings: Finding[] = [];
  for (const account of accounts.filter(({ id, level }) => isSevere(level) || actedOn.has(id)))
    findings.push(await findingOf(account, { api, actions, mailboxes, countryOf }));
  return {
    findings: findings.toSorted((a, b) => ((sinceOf(a) ?? '') < (sinceOf(b) ?? '') ? -1 : 1)),
    watched: accounts.filter(({ level }) => level === 'medium'),
  };
}
