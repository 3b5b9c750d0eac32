import type { DirectoryCommand, Outcome } from '../domain/connector.js';
import { mayBeWorkOf } from '../reaching/derived-password.js';
import { readBack } from '../reaching/read-back.js';
import type { KeycloakAccounts } from './keycloak-accounts.js';
import type { KeycloakChange } from './keycloak-change.js';
import { type KeycloakClient, PasswordInHistory } from './keycloak-client.js';
import type { KeycloakUser } from './keycloak-schemas.js';
import { asksForPassword, type FoundUser } from './keycloak-user.js';

/** What only the server's own answers have, and it may not take back. */
const READ_ONLY = new Set(['access', 'userProfileMetadata', 'federatedIdentities']);

export const GONE: Outcome = {
  kind: 'refused',
  reason: 'the directory no longer has this account',
};

/** Carries changes out and reads them back. Failures are thrown as DirectoryFaults. */
export class KeycloakActs {
  constructor(
    private readonly client: KeycloakClient,
    private readonly accounts: KeycloakAccounts,
  ) {}

  /** All steps of a change; each may be repeated. */
  async make(found: FoundUser, change: KeycloakChange, abort: AbortSignal): Promise<Outcome> {
    const { user, state: before } = found;
    const id = encodeURIComponent(user.id);
    if (change.endsSessions && !(await this.accounts.hasSessions(user, abort)))
      return { kind: 'unchanged', before, after: before };
    const { properties } = change;
    const requests = [
      ...(change.clearsFailures
        ? [{ method: 'DELETE' as const, path: `/attack-detection/brute-force/users/${id}` }]
        : []),
      ...(properties
        ? [{ method: 'PUT' as const, path: `/users/${id}`, body: changed(user, properties) }]
        : []),
      ...(change.endsSessions ? [{ method: 'POST' as const, path: `/users/${id}/logout` }] : []),
    ];
    for (const request of requests) if (!(await this.client.change(request, abort))) return GONE;
    return this.readBack(found, (after) => this.isDone(change, after, abort), abort);
  }

  /** Sets a password that the next sign-in has to replace. */
  async setPassword(
    found: FoundUser,
    { actionId }: Pick<DirectoryCommand, 'actionId'>,
    password: string,
    abort: AbortSignal,
  ): Promise<Outcome> {
    const { user, state: before } = found;
    const path = `/users/${encodeURIComponent(user.id)}/reset-password`;
    const body = { type: 'password', value: password, temporary: true };
    try {
      if (!(await this.client.change({ method: 'PUT', path, body }, abort))) return GONE;
    } catch (error) {
      // An earlier try of the same action has set it, and its answer was lost.
      if (!(error instanceof PasswordInHistory) || !mayBeOwn(found, actionId)) throw error;
    }
    const isNew = ({ state }: FoundUser) =>
      state.passwordChangedAt !== undefined && mayBeWorkOf(actionId, state.passwordChangedAt);
    return this.readBack(
      { user, state: before },
      (after) => asksForPassword(after.user) && isNew(after),
      abort,
    );
  }

  private async isDone(
    { properties = {}, endsSessions, clearsFailures }: KeycloakChange,
    { user, state }: FoundUser,
    abort: AbortSignal,
  ): Promise<boolean> {
    if (endsSessions && (await this.accounts.hasSessions(user, abort))) return false;
    if (clearsFailures && state.locked) return false;
    if ('enabled' in properties) return user.enabled === properties['enabled'];
    return 'requiredActions' in properties ? asksForPassword(user) : true;
  }

  private readBack(
    { user, state: before }: FoundUser,
    isDone: (after: FoundUser) => boolean | Promise<boolean>,
    abort: AbortSignal,
  ): Promise<Outcome> {
    return readBack(before, () => this.accounts.byRef(user.id, abort), isDone);
  }
}

/** The whole representation: what a PUT leaves out may be emptied. */
function changed(user: KeycloakUser, properties: Readonly<Record<string, unknown>>) {
  const own = Object.entries(user).filter(([name]) => !READ_ONLY.has(name));
  return { ...Object.fromEntries(own), ...properties };
}

function mayBeOwn({ user, state }: FoundUser, actionId: string): boolean {
  const { passwordChangedAt } = state;
  return (
    asksForPassword(user) &&
    passwordChangedAt !== undefined &&
    mayBeWorkOf(actionId, passwordChangedAt)
  );
}
