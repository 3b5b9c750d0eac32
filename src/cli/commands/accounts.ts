import type { Command } from 'commander';
import { z } from 'zod';
import { Account, accountOf, type Context, moment } from '../context.js';
import { wholeNumber } from '../options.js';
import { wrapped } from '../screen/table.js';
import { printable } from '../terminal.js';

const Explained = Account.extend({
  explanation: z.object({
    score: z.number(),
    contributions: z.array(
      z.looseObject({ detector: z.string(), contribution: z.number(), summary: z.string() }),
    ),
  }),
  directory: z.string().nullish(),
  directoryState: z
    .looseObject({ active: z.boolean(), mustChange: z.boolean().optional() })
    .nullish(),
  password: z
    .looseObject({ changedAt: z.string().nullish(), findings: z.array(z.unknown()).default([]) })
    .nullish(),
});
const PROSE_WIDTH = 70;

/** `accounts` and `show`: who is at risk, and why. */
export function addAccounts(program: Command, { terminal, client }: Context): void {
  program
    .command('accounts')
    .description('list accounts, the most at risk first')
    .option('--level <level>', 'low, medium, high or critical')
    .option('--standing <standing>', 'such as contained or confirmed-compromised')
    .option('--min-score <score>', 'lowest score, 0 to 100', wholeNumber)
    .option('-n, --limit <count>', 'how many', wholeNumber, 25)
    .action(async ({ level, standing, minScore, limit }) => {
      const query = { level, standing, minScore, sort: '-score' };
      const accounts = await (await client()).list('/v1/accounts', Account, limit, query);
      terminal.show(accounts, () =>
        terminal.table(
          [
            { title: 'LOGIN', most: 40 },
            { title: 'SCORE', align: 'right' },
            { title: 'LEVEL' },
            { title: 'STANDING' },
            { title: 'SIGNALS', align: 'right' },
            { title: 'LAST EVENT' },
          ],
          accounts.map((account) => [
            account.login,
            account.score.toFixed(1),
            account.level,
            account.standing,
            String(account.openSignals ?? 0),
            moment(account.lastEventAt),
          ]),
        ),
      );
    });

  program
    .command('show')
    .description('show an account and what its score is made of')
    .argument('<login>')
    .action(async (login: string) => {
      const api = await client();
      const { id } = await accountOf(api, login);
      const account = await api.ask('GET', `/v1/accounts/${id}`, Explained);
      terminal.show(account, () => explained(account));
    });
}

function explained(account: z.output<typeof Explained>): readonly string[] {
  const { login, displayName, level, score, standing, explanation } = account;
  const reasons = explanation.contributions.flatMap(({ detector, contribution, summary }) => [
    `  ${(contribution * 100).toFixed(0).padStart(3)} %  ${detector}`,
    ...wrapped(printable(summary), PROSE_WIDTH).map((line) => `         ${line}`),
  ]);
  return [
    `${printable(login)}${displayName ? ` (${printable(displayName)})` : ''}`,
    `score ${score.toFixed(1)}, ${level}; standing ${standing}${account.protected ? '; protected' : ''}`,
    `directory: ${printable(directoryLine(account))}`,
    `password:  ${printable(passwordLine(account))}`,
    reasons.length === 0 ? 'No signal speaks against it.' : 'Why:',
    ...reasons,
  ];
}

function directoryLine({ directory, directoryState }: z.output<typeof Explained>): string {
  if (!directoryState) return 'not known to any';
  const access = directoryState.active ? 'can sign in' : 'kept out';
  const change = directoryState.mustChange === true ? ', must change the password' : '';
  return `${directory ?? 'default'}: ${access}${change}`;
}

function passwordLine({ password }: z.output<typeof Explained>): string {
  const findings = password?.findings.map(String) ?? [];
  const said = findings.length === 0 ? 'audits have found nothing' : findings.join(', ');
  return `changed ${moment(password?.changedAt)}; ${said}`;
}
