import { type Clock, MINUTE_MS } from '../../kernel/clock.js';
import type {
  Capabilities,
  DirectoryAccount,
  DirectoryCommand,
  DirectoryConnector,
  DirectoryState,
  ListOptions,
  Outcome,
  TemporaryPassword,
} from '../domain/connector.js';
import type { OperationPlan } from '../domain/operation-plan.js';
import type { PasswordOfAction } from '../reaching/derived-password.js';
import { DirectoryFault } from '../reaching/directory-fault.js';
import { GuardedCalls } from '../reaching/guarded-calls.js';
import { canBeName } from '../reaching/name.js';
import { readBack } from '../reaching/read-back.js';
import { type ScimClient, VersionConflict } from './scim-client.js';
import { ListResponse, ScimUser, ServiceConfig } from './scim-schemas.js';
import { accountOf, changeTo, patchOf, scimCapabilities, UNSUPPORTED } from './scim-user.js';

const CONFIG_KEPT_MS = 5 * MINUTE_MS;
/** How often an account is read again because somebody else changed it in between. */
const TRIES = 8;
const GONE: Outcome = { kind: 'refused', reason: 'the directory no longer has this account' };

/** Accounts behind a SCIM 2.0 service. */
export class ScimConnector implements DirectoryConnector {
  private readonly calls: GuardedCalls;
  private config: { readonly found: ServiceConfig; readonly atMs: number } | undefined;

  constructor(
    private readonly client: ScimClient,
    private readonly passwordOf: PasswordOfAction,
    private readonly mostInPage: number,
    private readonly clock: Clock,
  ) {
    this.calls = new GuardedCalls(clock);
  }

  capabilities(): Promise<Capabilities> {
    return this.calls.ask(async (abort) => scimCapabilities(await this.serviceConfig(abort)));
  }

  lookup(login: string): Promise<DirectoryAccount | undefined> {
    if (!canBeName(login)) return Promise.resolve(undefined);
    return this.calls.ask(async (abort) => {
      const filter = encodeURIComponent(`userName eq ${JSON.stringify(login)}`);
      const path = `/Users?filter=${filter}&startIndex=1&count=2`;
      const found = await this.client.send({ method: 'GET', path }, ListResponse, abort);
      const [user, second] = found?.Resources ?? [];
      return user && !second ? accountOf(user) : undefined;
    });
  }

  read(ref: string): Promise<DirectoryState | undefined> {
    return this.calls.ask(async (abort) => {
      const user = await this.user(ref, abort);
      return user && accountOf(user).state;
    });
  }

  count(): Promise<number> {
    return this.calls.ask(async (abort) => {
      const path = '/Users?startIndex=1&count=0';
      const found = await this.client.send({ method: 'GET', path }, ListResponse, abort);
      return found?.totalResults ?? 0;
    });
  }

  /** By index, as SCIM has no other way: an account that is removed meanwhile may hide another one. */
  async *list({ pageSize, after }: ListOptions): AsyncIterable<readonly DirectoryAccount[]> {
    const count = Math.min(pageSize, this.mostInPage);
    let passed = after === undefined;
    for (let at = 1; ;) {
      const path = `/Users?startIndex=${at}&count=${count}`;
      const page = await this.calls.ask((abort) =>
        this.client.send({ method: 'GET', path }, ListResponse, abort),
      );
      const users = page?.Resources ?? [];
      if (users.length === 0) return;
      at += users.length;
      const accounts = users.map(accountOf);
      const from = passed ? 0 : accounts.findIndex(({ ref }) => ref === after) + 1;
      if (!passed && from === 0) continue;
      passed = true;
      if (from < accounts.length) yield accounts.slice(from);
    }
  }

  plan(command: Omit<DirectoryCommand, 'actionId'>): Promise<OperationPlan | undefined> {
    return this.calls.ask(async (abort) => {
      const user = await this.user(command.ref, abort);
      if (!user) return undefined;
      const before = accountOf(user).state;
      const capability = scimCapabilities(await this.serviceConfig(abort)).get(command.do);
      const { caveats = [] } = capability ?? {};
      const common = { do: command.do, entry: `/Users/${user.id}`, before, caveats };
      const change = changeTo(command);
      if (!capability || !change)
        return { ...common, after: before, steps: [], unsupported: UNSUPPORTED };
      if (change.isDone?.(user)) return { ...common, after: before, steps: [] };
      return { ...common, after: { ...before, ...change.after }, steps: [change.step] };
    });
  }

  perform(command: DirectoryCommand, abort: AbortSignal): Promise<Outcome> {
    return this.calls.act(abort, async () => {
      const user = await this.user(command.ref, abort);
      if (!user) return GONE;
      const before = accountOf(user).state;
      const change = changeTo(command);
      const can = scimCapabilities(await this.serviceConfig(abort)).has(command.do);
      if (!change || !can) return { kind: 'unsupported', ...UNSUPPORTED, before, after: before };
      if (change.isDone?.(user)) return { kind: 'unchanged', before, after: before };
      const { attribute } = change;
      return attribute === 'password'
        ? this.setPassword(user, this.passwordOf(command.actionId), abort)
        : this.setActive(user, change.value, abort);
    });
  }

  setTemporaryPassword({ ref, password }: TemporaryPassword, abort: AbortSignal): Promise<Outcome> {
    return this.calls.act(abort, async () => {
      const user = await this.user(ref, abort);
      return user ? this.setPassword(user, password, abort) : GONE;
    });
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private async setActive(first: ScimUser, active: boolean, abort: AbortSignal): Promise<Outcome> {
    const before = accountOf(first).state;
    let user: ScimUser | undefined = first;
    for (let tries = 0; tries < TRIES && user; tries++) {
      if (user.active === active)
        return { kind: 'unchanged', before, after: accountOf(user).state };
      try {
        await this.patch(user, 'active', active, abort);
        return await this.readBack(user, (after) => after.active === active, abort);
      } catch (error) {
        if (!(error instanceof VersionConflict)) throw error;
        user = await this.user(user.id, abort);
      }
    }
    if (!user) return GONE;
    throw new VersionConflict();
  }

  private async setPassword(
    user: ScimUser,
    password: string,
    abort: AbortSignal,
  ): Promise<Outcome> {
    await this.patch({ ...user, meta: undefined }, 'password', password, abort);
    return this.readBack(user, () => true, abort);
  }

  private async patch(
    { id, meta }: ScimUser,
    attribute: 'active' | 'password',
    value: boolean | string,
    abort: AbortSignal,
  ): Promise<void> {
    const { etag } = await this.serviceConfig(abort);
    const version = etag.supported ? meta?.version : undefined;
    const path = `/Users/${encodeURIComponent(id)}`;
    const body = patchOf(attribute, value);
    await this.client.send({ method: 'PATCH', path, body, version }, ScimUser, abort);
  }

  private readBack(
    user: ScimUser,
    isDone: (after: ScimUser) => boolean,
    abort: AbortSignal,
  ): Promise<Outcome> {
    return readBack(
      accountOf(user).state,
      async () => {
        const after = await this.user(user.id, abort);
        return after && { user: after, state: accountOf(after).state };
      },
      (after) => isDone(after.user),
    );
  }

  private async user(ref: string, abort: AbortSignal): Promise<ScimUser | undefined> {
    if (!canBeName(ref)) return undefined;
    const path = `/Users/${encodeURIComponent(ref)}`;
    return this.client.send({ method: 'GET', path }, ScimUser, abort);
  }

  private async serviceConfig(abort: AbortSignal): Promise<ServiceConfig> {
    const nowMs = this.clock.now().getTime();
    if (this.config && nowMs - this.config.atMs < CONFIG_KEPT_MS) return this.config.found;
    const path = '/ServiceProviderConfig';
    const found = await this.client.send({ method: 'GET', path }, ServiceConfig, abort);
    if (!found) throw new DirectoryFault('refused', 'the service has no ServiceProviderConfig');
    this.config = { found, atMs: nowMs };
    return found;
  }
}
