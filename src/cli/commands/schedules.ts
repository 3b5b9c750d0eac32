import type { Command } from 'commander';
import { z } from 'zod';
import { type Context, idOf, moment } from '../context.js';

const Schedule = z.looseObject({
  id: z.string(),
  name: z.string(),
  job: z.string(),
  cron: z.string(),
  timezone: z.string(),
  enabled: z.boolean(),
  nextRunAt: z.string().nullable(),
  lastRun: z.looseObject({ status: z.string() }).nullable(),
});

/** `schedule list|add|remove`. */
export function addSchedules(program: Command, { terminal, client }: Context): void {
  const schedule = program.command('schedule').description('jobs that are done again and again');
  schedule
    .command('list', { isDefault: true })
    .description('list them')
    .action(async () => {
      const items = await (await client()).list('/v1/schedules', Schedule, 1_000);
      terminal.show(items, () =>
        terminal.table(
          ['NAME', 'JOB', 'CRON', 'TIME ZONE', 'NEXT RUN', 'LAST RUN'].map((title) => ({ title })),
          items.map(({ name, job, cron, timezone, enabled, nextRunAt, lastRun }) => [
            name,
            job,
            cron,
            timezone,
            enabled ? moment(nextRunAt) : 'off',
            lastRun?.status ?? '–',
          ]),
        ),
      );
    });
  schedule
    .command('add')
    .description('add one')
    .argument('<name>')
    .requiredOption('--job <job>', 'password-audit, directory-sync or blacklist-check')
    .requiredOption('--cron <expression>', "such as '30 2 * * 0'")
    .option('--timezone <zone>', 'IANA name', 'UTC')
    .option('--directory <name>', 'name or id of the directory that it is for')
    .action(async (name: string, { job, cron, timezone, directory }) => {
      const api = await client();
      const field = job === 'password-audit' ? 'directory' : 'directoryId';
      const params =
        directory === undefined ? {} : { [field]: await idOf(api, '/v1/directories', directory) };
      const json = { name, job, cron, timezone, params };
      const added = await api.ask('POST', '/v1/schedules', Schedule, { json });
      terminal.show(added, () => [`${added.name}: next run ${moment(added.nextRunAt)}`]);
    });
  schedule
    .command('remove')
    .description('end one')
    .argument('<name>', 'name or id')
    .action(async (name: string) => {
      const api = await client();
      const id = await idOf(api, '/v1/schedules', name);
      await api.ask('DELETE', `/v1/schedules/${id}`, z.unknown());
      terminal.show({ id }, () => [`${name} has ended.`]);
    });
}
