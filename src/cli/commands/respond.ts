import type { Command } from 'commander';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { CliError } from '../cli-error.js';
import type { Client } from '../client.js';
import { Account, accountOf, type Context, moment } from '../context.js';
import { wholeNumber } from '../options.js';
import { printable } from '../terminal.js';

const Action = z.looseObject({
  id: z.string(),
  accountId: z.string(),
  do: z.string(),
  status: z.string(),
  reason: z.string().nullish(),
  outcome: z.looseObject({ detail: z.string() }).nullish(),
  requestedBy: z.string().nullish(),
  createdAt: z.string(),
  expiresAt: z.string().nullish(),
});
type Action = z.output<typeof Action>;

const OPEN = new Set(['queued', 'running']);
const SUCCEEDED = new Set(['applied', 'unchanged', 'awaiting-approval', 'undone', 'cancelled']);
const LOOK_MS = 300;

const OPERATIONS = [
  ['lock', 'lock', 'lock an account in its directory'],
  ['unlock', 'unlock', 'let an account in again'],
  ['reset', 'force-reset', 'replace the password of an account'],
] as const;

/** `lock`, `unlock`, `reset`, and `actions` with what can be done to one. */
export function addResponses(program: Command, context: Context): void {
  const { terminal, client } = context;
  for (const [name, operation, description] of OPERATIONS)
    program
      .command(name)
      .description(description)
      .argument('<login>')
      .requiredOption('--reason <text>', 'why: it goes into the audit log')
      .option('--ticket <id>', 'the ticket that this belongs to')
      .option('--dry-run', 'say what would be done, and do nothing')
      .option('--no-wait', "don't wait until the directory has done it")
      .action(async (login: string, { reason, ticket, dryRun, wait }) => {
        const api = await client();
        const { id } = await accountOf(api, login);
        const json = { do: operation, reason, ticket, dryRun: dryRun === true };
        const asked = await api.ask('POST', `/v1/accounts/${id}/actions`, Action, { json });
        const action = wait ? await finished(api, asked) : asked;
        terminal.show(action, () => [told(action)]);
        refuseIfFailed(action);
      });

  const actions = program.command('actions').description('list actions, the newest first');
  actions
    .option('--status <status>', 'such as awaiting-approval')
    .option('-n, --limit <count>', 'how many', wholeNumber, 25)
    .action(async ({ status, limit }) => {
      const api = await client();
      const list = await api.list('/v1/actions', Action, limit, { status });
      const logins = terminal.isJson ? new Map<string, string>() : await loginsOf(api, list);
      terminal.show(list, () =>
        terminal.table(
          [
            { title: 'ID' },
            { title: 'DO' },
            { title: 'STATUS' },
            { title: 'WHEN', leaveOut: 3 },
            { title: 'BY', most: 24, leaveOut: 1 },
            { title: 'REASON', most: 60, leaveOut: 2 },
            { title: 'LOGIN' },
          ],
          list.map((action) => [
            action.id,
            action.do,
            action.status,
            moment(action.createdAt),
            action.requestedBy ?? '',
            action.reason ?? '',
            logins.get(action.accountId) ?? '',
          ]),
        ),
      );
    });
  for (const verb of ['approve', 'reject', 'undo'])
    actions
      .command(verb)
      .description(`${verb} an action`)
      .argument('<id>')
      .action(async (id: string) => {
        const api = await client();
        const path = `/v1/actions/${encodeURIComponent(id)}/${verb}`;
        const action = await finished(api, await api.ask('POST', path, Action, { json: {} }));
        terminal.show(action, () => [told(action)]);
        refuseIfFailed(action);
      });
}

async function finished(api: Client, asked: Action): Promise<Action> {
  let action = asked;
  while (OPEN.has(action.status)) {
    await delay(LOOK_MS);
    action = await api.ask('GET', `/v1/actions/${action.id}`, Action);
  }
  return action;
}

function told({ id, do: operation, status, outcome, expiresAt }: Action): string {
  const until = expiresAt ? ` until ${moment(expiresAt)}` : '';
  return printable(`${operation} ${status}${until} (action ${id})${detailOf(outcome)}`);
}

function detailOf(outcome: Action['outcome']): string {
  return outcome ? `: ${outcome.detail}` : '';
}

/** Logins of the accounts that actions are about; an account that is gone keeps its id. */
async function loginsOf(api: Client, list: readonly Action[]): Promise<Map<string, string>> {
  const logins = new Map<string, string>();
  for (const { accountId } of list) {
    if (logins.has(accountId)) continue;
    const account = await api
      .ask('GET', `/v1/accounts/${accountId}`, Account)
      .catch(() => undefined);
    logins.set(accountId, account?.login ?? accountId);
  }
  return logins;
}

function refuseIfFailed({ status, id }: Action): void {
  if (OPEN.has(status) || SUCCEEDED.has(status)) return;
  throw new CliError(`The action was ${status}. Its outcome says why: GET /v1/actions/${id}.`);
}
