import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { CliError } from '../cli-error.js';
import { type Context, idOf, moment } from '../context.js';
import { wrapped } from '../screen/table.js';
import { printable } from '../terminal.js';

const Verdict = z.looseObject({
  allowed: z.boolean(),
  policy: z.unknown(),
  violations: z.array(z.looseObject({ rule: z.string(), message: z.string() })),
  suggestions: z.array(z.string()).default([]),
});
const Audit = z.looseObject({
  id: z.string(),
  status: z.string(),
  progress: z.object({ done: z.number(), total: z.number().nullable() }).nullish(),
  problem: z.string().nullish(),
  policy: z.string().nullish(),
  requestedAt: z.string().nullish(),
  finishedAt: z.string().nullish(),
  summary: z
    .looseObject({
      accounts: z.number(),
      withFindings: z.number(),
      guessed: z.number(),
      findings: z.record(z.string(), z.number()).default({}),
    })
    .nullish(),
});
type Audit = z.output<typeof Audit>;
const ENDED = new Set(['done', 'failed', 'cancelled']);
const BreachImport = z.looseObject({
  lines: z.number(),
  entries: z.number(),
  generation: z.number(),
});
const LOOK_MS = 1_000;

/** `policy check`, `audit run|status|report` and `breach-list import`. */
export function addPasswords(program: Command, context: Context): void {
  addPolicy(program, context);
  addAudit(program, context);
  addBreachList(program, context);
}

function addPolicy(program: Command, { terminal, client }: Context): void {
  program
    .command('policy')
    .description('password policies')
    .command('check')
    .description('check a password, which is asked for or read from standard input')
    .option('--policy <name>', 'policy to check against')
    .option('--account <login>', 'account that it is for')
    .action(async ({ policy, account }) => {
      const password = await terminal.secret('Password: ');
      const json = { password, policy, account };
      const verdict = await (await client()).ask('POST', '/v1/passwords/check', Verdict, { json });
      terminal.show(verdict, () => [
        verdict.allowed ? 'allowed' : 'refused',
        ...verdict.violations.flatMap(({ rule, message }) => indented(`${rule}: ${message}`)),
        ...verdict.suggestions.flatMap((suggestion) => indented(`Tip: ${suggestion}`)),
      ]);
      if (!verdict.allowed) throw new CliError('The policy refuses the password.');
    });
}

const PROSE_WIDTH = 74;

/** What goes on in the next line stands further in. */
function indented(text: string): string[] {
  return wrapped(text, PROSE_WIDTH).map((line, index) =>
    index === 0 ? `  ${line}` : `      ${line}`,
  );
}

function addAudit(program: Command, { terminal, client }: Context): void {
  const audit = program.command('audit').description('audits of stored passwords');
  audit
    .command('run')
    .description('audit the stored passwords of a directory or of a file')
    .option('--directory <name>', 'name or id of a connected directory')
    .option('--file <path>', 'pwdump, shadow, LDIF or passwd-file')
    .option('--policy <name>', 'policy that guessed passwords are held against')
    .option('--no-wait', "don't wait until it has ended")
    .action(async ({ directory, file, policy, wait }) => {
      if ((directory === undefined) === (file === undefined))
        throw new CliError('Give either --directory or --file.', 2);
      const api = await client();
      const from =
        file === undefined
          ? { directory: await idOf(api, '/v1/directories', directory) }
          : {
              upload: (
                await api.ask('POST', '/v1/password-audits/uploads', Audit.pick({ id: true }), {
                  text: () => createReadStream(file),
                })
              ).id,
            };
      let run = await api.ask('POST', '/v1/password-audits', Audit, { json: { ...from, policy } });
      terminal.progress.begin(`audit ${run.id}`);
      const isAwaited = ({ status }: { status: string }) => wait === true && !ENDED.has(status);
      while (isAwaited(run)) {
        await delay(LOOK_MS);
        run = await api.ask('GET', `/v1/password-audits/${run.id}`, Audit);
        terminal.progress.update(run.progress?.done ?? 0, run.progress?.total ?? 0);
      }
      terminal.progress.end(run.status);
      terminal.show(run, () => auditLines(run));
      if (run.status === 'failed') throw new CliError('The audit failed; its status says why.');
    });
  audit
    .command('status')
    .description('show an audit')
    .argument('<id>')
    .action(async (id: string) => {
      const path = `/v1/password-audits/${encodeURIComponent(id)}`;
      const run = await (await client()).ask('GET', path, Audit);
      terminal.show(run, () => auditLines(run));
    });
  audit
    .command('report')
    .description('get the report of an audit')
    .argument('<id>')
    .addOption(new Option('--format <format>').choices(['html', 'csv', 'json']).default('csv'))
    .option('--anonymous', 'without names, for sharing')
    .option('-o, --output <file>', 'write it there instead of to standard output')
    .action(async (id: string, { format, anonymous, output }) => {
      const path = `/v1/password-audits/${encodeURIComponent(id)}/report`;
      const report = await (await client()).text(path, { query: { format, anonymous } });
      if (output === undefined) terminal.write(report);
      else await writeFile(output, report);
    });
}

function auditLines(audit: Audit): string[] {
  const { id, status, policy, progress, problem, requestedAt, finishedAt, summary } = audit;
  const lines = [
    `audit ${id}: ${status}${problem ? `, ${problem}` : ''}`,
    `  policy    ${policy ?? '–'}`,
    `  requested ${moment(requestedAt)}, finished ${moment(finishedAt)}`,
    `  tested    ${progress?.done ?? 0} of ${progress?.total ?? 0} accounts`,
  ];
  if (summary) {
    lines.push(`  guessed   ${summary.guessed} passwords`);
    lines.push(`  findings  at ${summary.withFindings} of ${summary.accounts} accounts`);
    for (const [finding, accounts] of Object.entries(summary.findings))
      lines.push(`    ${String(accounts).padStart(6)}  ${finding}`);
  }
  return lines.map(printable);
}

function addBreachList(program: Command, { terminal, client }: Context): void {
  program
    .command('breach-list')
    .description('breached passwords')
    .command('import')
    .description('import a file of Pwned Passwords')
    .argument('<file>')
    .addOption(new Option('--algorithm <name>').choices(['sha1', 'ntlm']).default('sha1'))
    .action(async (file: string, { algorithm }) => {
      const result = await (
        await client()
      ).ask('POST', '/v1/breach-lists', BreachImport, {
        query: { algorithm },
        text: () => createReadStream(file),
      });
      terminal.show(result, ({ lines, entries, generation }) => [
        `${lines} lines read; ${entries} ${algorithm} hashes in use (generation ${generation})`,
      ]);
    });
}
