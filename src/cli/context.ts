import { z } from 'zod';
import { CliError, EXIT } from './cli-error.js';
import type { Client } from './client.js';
import { printable, type Terminal } from './terminal.js';

/** What every command works with. */
export interface Context {
  readonly terminal: Terminal;
  /** Made when it is needed first: `login` and `completion` have none. */
  readonly client: () => Promise<Client>;
}

export const Account = z.looseObject({
  id: z.string(),
  login: z.string(),
  displayName: z.string().nullish(),
  score: z.number(),
  level: z.string(),
  standing: z.string(),
  protected: z.boolean().nullish(),
  lastEventAt: z.string().nullish(),
  openSignals: z.number().nullish(),
});
export type Account = z.output<typeof Account>;

/** Accounts that are looked through for one; the list finds parts of logins, too. */
const LOOKED_AT = 2_000;
const SIMILAR = 5;

/**
 * The account of exactly this login: one that merely has it in its own must not be locked for it.
 *
 * @throws CliError when no account has that login
 */
export async function accountOf(client: Client, login: string): Promise<Account> {
  const similar = await client.list('/v1/accounts', Account, LOOKED_AT, { login });
  const wanted = login.toLowerCase();
  const account = similar.find((each) => each.login.toLowerCase() === wanted);
  if (account) return account;
  const isNearest = (each: Account) => each.login.toLowerCase().startsWith(`${wanted}@`);
  const nearest = [...similar.filter(isNearest), ...similar.filter((each) => !isNearest(each))];
  const names = nearest.slice(0, SIMILAR).map((each) => printable(each.login));
  const hint =
    names.length === 0 ? '`authwarden accounts` lists them.' : `Similar: ${names.join(', ')}.`;
  throw new CliError(`No account has the login ${login}. ${hint}`, EXIT.notFound);
}

/** A moment for people, in UTC; a dash where there is none. */
export function moment(at: string | null | undefined): string {
  return at === null || at === undefined ? '–' : `${at.slice(0, 19).replace('T', ' ')}Z`;
}

/** The id itself, or the id of the one item of a list that has that name. */
export async function idOf(client: Client, path: string, nameOrId: string): Promise<string> {
  if (z.uuid().safeParse(nameOrId).success) return nameOrId;
  const Named = z.looseObject({ id: z.string(), name: z.string() });
  const items = await client.list(path, Named, 1_000);
  const found = items.find(({ name }) => name === nameOrId);
  if (found) return found.id;
  const names = items.map(({ name }) => name).join(', ') || 'there are none';
  throw new CliError(`Nothing is called ${nameOrId}. Known: ${names}.`, EXIT.notFound);
}
