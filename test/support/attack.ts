import { type Asking, sendEvents } from './asking.js';
import { takeoverOf } from './takeover.js';

/** Lets a botnet take an account over, and answers the account's id. */
export async function attack(ask: Asking, login: string, at?: number): Promise<string> {
  await sendEvents(ask, takeoverOf(login, at));
  return accountIdOf(ask, login);
}

/** Id of the account of this login. */
export async function accountIdOf(ask: Asking, login: string): Promise<string> {
  const { body } = await ask(`/v1/accounts?login=${encodeURIComponent(login)}`);
  return body.items[0].id;
}
