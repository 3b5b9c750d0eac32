import { parseArgs } from 'node:util';
import { startSite } from '../service/site.js';
import { accountsIn, type DirectorySite } from './directory-site.js';
import { openSlapdSite } from './slapd-directory.js';
import { openSqlSite } from './sql-directory.js';
import { report, type ActionFigures } from './report-actions.js';
import { startActionService } from './action-service.js';
import { stoppedCampaign, resetAll } from './measure-actions.js';

const RESETS = 1_000;
const CAMPAIGN = 3_000;
const QUICK = { resets: 50, campaign: 120 };

const USAGE = `Usage: npm run bench:actions -- [--json] [--quick] [--directory slapd|sql] [--jobs-at-once N]

Starts PostgreSQL, a directory and the service, and removes them afterwards.
  --json          one line of JSON instead of text
  --directory     slapd (unless told otherwise), or sql: a table of mailboxes in a PostgreSQL
  --quick         a small run that shows that everything works; its figures mean little
  --jobs-at-once  JOBS_AT_ONCE of the service; 32 unless told otherwise`;

/**
 * Replaces passwords in a directory and reads them back; then a campaign is paused in the middle and
 * its service killed, before both go on.
 *
 * @returns 0 when everything was done once
 */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      'jobs-at-once': { type: 'string', default: '32' },
      directory: { type: 'string', default: 'slapd' },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  try {
    const figures = await measured(
      values.quick ? QUICK : { resets: RESETS, campaign: CAMPAIGN },
      values['jobs-at-once'],
      values.directory === 'sql' ? openSqlSite : openSlapdSite,
    );
    process.stdout.write(`${values.json ? JSON.stringify(figures) : report(figures)}\n`);
    return 0;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

async function measured(
  sizes: { readonly resets: number; readonly campaign: number },
  jobsAtOnce: string,
  openDirectory: (people: number) => Promise<DirectorySite>,
): Promise<ActionFigures> {
  const site = await startSite(say, new AbortController().signal);
  const directory = await openDirectory(sizes.resets + sizes.campaign);
  const service = await startActionService(site.databaseUrl, { JOBS_AT_ONCE: jobsAtOnce });
  try {
    say(`taking over ${sizes.resets + sizes.campaign} accounts`);
    await directory.connect(service);
    const ids = await accountsIn(service);
    say(`replacing ${sizes.resets} passwords`);
    const resets = await resetAll(service, ids.slice(0, sizes.resets));
    say(`a campaign on ${sizes.campaign} accounts, stopped in the middle and resumed`);
    const campaign = await stoppedCampaign(service, sizes.campaign);
    const marked = await directory.marked();
    if (marked !== sizes.resets + sizes.campaign)
      throw new Error(`the directory has ${marked} passwords that were replaced`);
    return { ...resets, campaign, jobsAtOnce: Number(jobsAtOnce) };
  } finally {
    await service.stop();
    await directory.stop();
    await site.stop();
  }
}

function say(message: string): void {
  process.stderr.write(`bench: ${message}\n`);
}
