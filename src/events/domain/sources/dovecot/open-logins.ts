import { z } from 'zod';
import { MINUTE_MS } from '../../../../kernel/clock.js';
import { REASONS, type Reason } from '../../auth-event.js';
import { BoundedMap, savedEntries } from '../../reading/bounded-map.js';

const MOST_SESSIONS = 20_000;
/** Of one session; a client that goes on longer is told about as it goes. */
const MOST_HELD = 50;
/** As a line may be repeated. */
const MOST_ATTEMPTS = 10_000;
/** Dovecot ends a session that doesn't sign in after three minutes, so its last line got lost. */
const LONGEST_WAIT_MS = 5 * MINUTE_MS;
/** Two databases that are asked about one attempt answer within moments. */
const SAME_ATTEMPT_MS = 1_000;

/** A failed attempt that is now told. */
export interface Refused {
  readonly account: string;
  readonly ip: string | undefined;
  readonly at: number;
  readonly reason: Reason;
  readonly session: string | undefined;
  readonly host: string | undefined;
  /** Which attempt of its session, from 1. */
  readonly ordinal: number;
}

/** A failed attempt that waits for the end of its session. */
export interface HeldAttempt {
  readonly session: string;
  readonly host?: string | undefined;
  readonly account: string;
  readonly ip: string;
  readonly at: number;
  readonly reason: Reason;
  readonly driver: string;
}

/** What the end of a session says about attempts that no auth line told about. */
export interface Ending extends Omit<Refused, 'account' | 'reason' | 'ordinal'> {
  readonly account: string | undefined;
  readonly reason: Reason | undefined;
  readonly attempts: number;
}

type Tell = (refused: Refused) => void;

const Held = z.object({
  session: z.string(),
  host: z.string().optional(),
  account: z.string(),
  ip: z.string(),
  at: z.number(),
  reason: z.enum(REASONS),
  driver: z.string(),
});
const Login = z.object({
  /** When something last happened. */
  at: z.number(),
  /** How many attempts were told already. */
  told: z.int().nonnegative(),
  held: z.array(Held),
});
type Login = Readonly<z.infer<typeof Login>>;

/** The sessions that have failed attempts and aren't over. */
export class OpenLogins {
  private readonly logins: BoundedMap<Login>;

  constructor(saved: unknown) {
    this.logins = new BoundedMap(MOST_SESSIONS, savedEntries(Login).parse(saved));
  }

  add(key: string, attempt: HeldAttempt, times: number, tell: Tell): void {
    this.closeOld(attempt.at, tell);
    let { told, held }: Pick<Login, 'told' | 'held'> = this.logins.get(key) ?? {
      told: 0,
      held: [],
    };
    const last = held.at(-1);
    if (last !== undefined && isSameAttempt(last, attempt)) held = held.slice(0, -1);
    for (let time = 0; time < times; time += 1) {
      held = held.length === 0 ? [attempt] : [...held, attempt];
      if (held.length < MOST_HELD) continue;
      told = tellAll({ told, held }, tell);
      held = [];
    }
    const evicted = this.logins.set(key, { at: attempt.at, told, held });
    if (evicted !== undefined) tellAll(evicted, tell);
  }

  /** Attempts were told at once, as nothing names their session. */
  addTold(key: string, at: number, times: number, tell: Tell): void {
    this.closeOld(at, tell);
    const told = (this.logins.get(key)?.told ?? 0) + times;
    const evicted = this.logins.set(key, { at, told, held: [] });
    if (evicted !== undefined) tellAll(evicted, tell);
  }

  /** The session went on to sign in. */
  signedIn(key: string, account: string | undefined, tell: Tell): void {
    const login = this.take(key);
    // An account that signs in isn't unknown: another database didn't know it.
    const held = login.held.filter(
      (attempt) => attempt.reason !== 'unknown-account' || attempt.account !== account,
    );
    tellAll({ ...login, held }, tell);
  }

  /**
   * The session ended without a sign-in. Tells exactly as many attempts as it had.
   *
   * @returns whether there was anything to tell
   */
  close(key: string, ending: Ending, tell: Tell): boolean {
    const login = this.take(key);
    const attempts = Math.min(ending.attempts, MOST_ATTEMPTS);
    const open = Math.max(0, attempts - login.told);
    // One attempt may have been refused by several databases; the last word counts.
    const held = attempts === 0 ? login.held : login.held.slice(-open || login.held.length);
    let ordinal = tellAll({ ...login, held }, tell);
    const last = login.held.at(-1);
    const account = ending.account ?? last?.account;
    if (account === undefined) return false;
    const reason = ending.reason ?? last?.reason ?? 'bad-password';
    for (; ordinal < attempts; ordinal += 1) {
      tell({ ...ending, account, reason, ordinal: ordinal + 1 });
    }
    return ordinal > 0;
  }

  /** No more lines will come. */
  closeAll(tell: Tell): void {
    for (const [key, login] of this.logins.entries()) {
      tellAll(login, tell);
      this.logins.delete(key);
    }
  }

  save(): unknown {
    return this.logins.entries();
  }

  private take(key: string): Login {
    const login = this.logins.get(key);
    if (login === undefined) return NOTHING;
    this.logins.delete(key);
    return login;
  }

  private closeOld(now: number, tell: Tell): void {
    for (;;) {
      const oldest = this.logins.oldest();
      if (oldest === undefined || oldest[1].at >= now - LONGEST_WAIT_MS) return;
      const [key, login] = oldest;
      this.logins.delete(key);
      if (login.held.length === 0) continue;
      // Remembered, so that a late end of the session doesn't tell them again.
      this.logins.set(key, { at: now, told: tellAll(login, tell), held: [] });
    }
  }
}

const NOTHING: Login = { at: 0, told: 0, held: [] };

/** @returns how many attempts of the session are told now */
function tellAll({ told, held }: Pick<Login, 'told' | 'held'>, tell: Tell): number {
  let ordinal = told;
  for (const { account, ip, at, reason, session, host } of held) {
    ordinal += 1;
    tell({ account, ip, at, reason, session, host, ordinal });
  }
  return ordinal;
}

function isSameAttempt(last: HeldAttempt, next: HeldAttempt): boolean {
  return (
    last.driver !== next.driver &&
    last.account === next.account &&
    Math.abs(next.at - last.at) <= SAME_ATTEMPT_MS
  );
}
