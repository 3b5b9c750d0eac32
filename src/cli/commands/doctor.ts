import type { Command } from 'commander';
import { z } from 'zod';
import { CliError } from '../cli-error.js';
import type { Client } from '../client.js';
import type { Context } from '../context.js';
import { printable } from '../terminal.js';

const Check = z.object({
  id: z.string(),
  status: z.enum(['ok', 'warning', 'failed']),
  detail: z.string(),
  mend: z.string().nullable(),
});
type Check = z.output<typeof Check>;

const MARKS = { ok: '✓', warning: '!', failed: '✗' } as const;
const MOST_SKEW_MS = 2_000;
const Tested = z.looseObject({ reachable: z.boolean(), problem: z.string().nullish() });
const Connected = z.looseObject({ id: z.string(), name: z.string(), kind: z.string() });

/** `doctor`: everything that has to work, and what to do where it doesn't. */
export function addDoctor(program: Command, { terminal, client }: Context): void {
  program
    .command('doctor')
    .description(
      'check settings, database, queue, directories, helpdesks, geolocation and clocks; say what to mend',
    )
    .action(async () => {
      const checks = await examined(await client());
      terminal.show(checks, () =>
        checks.flatMap(({ id, status, detail, mend }) => {
          const colour = {
            ok: terminal.paint.green,
            warning: terminal.paint.bold,
            failed: terminal.paint.red,
          };
          const line = `${colour[status](MARKS[status])} ${printable(id)}: ${printable(detail)}`;
          return mend === null ? [line] : [line, `    → ${printable(mend)}`];
        }),
      );
      const failed = checks.filter(({ status }) => status === 'failed').length;
      if (failed > 0) throw new CliError(`${failed} of ${checks.length} checks failed.`);
    });
}

async function examined(api: Client): Promise<Check[]> {
  const { items } = await api.ask('GET', '/v1/diagnostics', z.object({ items: z.array(Check) }));
  return [
    ...items,
    await clocks(api),
    ...(await connections(api, 'directory', '/v1/directories')),
    ...(await connections(api, 'helpdesk', '/v1/helpdesks')),
  ];
}

async function clocks(api: Client): Promise<Check> {
  const skew = await api.clockSkewMs();
  const isOff = skew !== undefined && Math.abs(skew) > MOST_SKEW_MS;
  return {
    id: 'clock of this machine',
    status: isOff ? 'warning' : 'ok',
    detail:
      skew === undefined
        ? 'the service sends no time'
        : `${Math.abs(Math.round(skew / 1_000))} s off the service's`,
    mend: isOff ? 'Let NTP set the clocks of both machines.' : null,
  };
}

/** Tests each connected directory or helpdesk as `POST …/{id}/test` does. */
async function connections(api: Client, what: string, path: string): Promise<Check[]> {
  const connected = await api.list(path, Connected, 1_000);
  if (connected.length === 0)
    return [
      {
        id: what,
        status: 'warning',
        detail: 'none is connected',
        mend: `POST ${path} connects one.`,
      },
    ];
  const checks: Check[] = [];
  for (const { id, name, kind } of connected) {
    const label = `${what} ${name} (${kind})`;
    try {
      const answer = await api.ask('POST', `${path}/${id}/test`, Tested, { json: {} });
      checks.push(checkOf(label, answer));
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      checks.push({
        id: label,
        status: 'failed',
        detail,
        mend: `Mend what it says; PATCH ${path}/${id} changes the settings.`,
      });
    }
  }
  return checks;
}

function checkOf(id: string, { reachable, problem }: z.output<typeof Tested>): Check {
  if (reachable) return { id, status: 'ok', detail: 'answers', mend: null };
  return {
    id,
    status: 'failed',
    detail: problem ?? 'does not answer',
    mend: 'Check its address, its credentials and whether it runs.',
  };
}
