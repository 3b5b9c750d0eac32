import { z } from 'zod';
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
import type { EffectivePolicy } from '../domain/effective-policy.js';
import type { OperationPlan } from '../domain/operation-plan.js';
import type { PasswordOfAction } from '../reaching/derived-password.js';
import { GuardedCalls } from '../reaching/guarded-calls.js';
import { canBeName } from '../reaching/name.js';
import { OneAtATime } from '../reaching/one-at-a-time.js';
import { KeycloakAccounts } from './keycloak-accounts.js';
import { GONE, KeycloakActs } from './keycloak-acts.js';
import { keycloakCapabilities } from './keycloak-capabilities.js';
import { changeFor, NEW_PASSWORD } from './keycloak-change.js';
import type { KeycloakClient } from './keycloak-client.js';
import { KeycloakRealm } from './keycloak-schemas.js';
import type { KeycloakSettings } from './keycloak-settings.js';
import { policyOf } from './password-policy.js';

const RIGHTS_KEPT_MS = 5 * MINUTE_MS;

type Settings = Omit<KeycloakSettings, 'clientSecret'>;

/** Accounts of a realm of Keycloak. */
export class KeycloakConnector implements DirectoryConnector {
  private readonly calls: GuardedCalls;
  private readonly accounts: KeycloakAccounts;
  private readonly acts: KeycloakActs;
  private readonly oneAtATime = new OneAtATime();
  private rights: { readonly found: Capabilities; readonly atMs: number } | undefined;

  constructor(
    private readonly client: KeycloakClient,
    private readonly passwordOf: PasswordOfAction,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {
    this.calls = new GuardedCalls(clock);
    this.accounts = new KeycloakAccounts(client, settings);
    this.acts = new KeycloakActs(client, this.accounts);
  }

  capabilities(): Promise<Capabilities> {
    return this.calls.ask((abort) => this.probed(abort));
  }

  lookup(login: string): Promise<DirectoryAccount | undefined> {
    if (!canBeName(login)) return Promise.resolve(undefined);
    return this.calls.ask((abort) => this.accounts.byLogin(login, abort));
  }

  read(ref: string): Promise<DirectoryState | undefined> {
    return this.calls.ask(async (abort) => (await this.accounts.byRef(ref, abort))?.state);
  }

  count(): Promise<number> {
    return this.calls.ask(
      async (abort) => (await this.client.read('/users/count', z.int().min(0), abort)) ?? 0,
    );
  }

  /** By index, as Keycloak has no other way: an account that is removed meanwhile may hide another one. */
  async *list({ pageSize, after }: ListOptions): AsyncIterable<readonly DirectoryAccount[]> {
    const max = Math.min(pageSize, this.settings.pageSize);
    let passed = after === undefined;
    for (let first = 0; ; first += max) {
      const users = await this.calls.ask((abort) => this.accounts.page(first, max, abort));
      if (users.length === 0) return;
      const from = passed ? 0 : users.findIndex(({ id }) => id === after) + 1;
      if (!passed && from === 0) continue;
      passed = true;
      const rest = users.slice(from);
      if (rest.length > 0)
        yield await this.calls.ask((abort) => this.accounts.accounts(rest, abort));
    }
  }

  plan(command: Omit<DirectoryCommand, 'actionId'>): Promise<OperationPlan | undefined> {
    return this.calls.ask(async (abort) => {
      const found = await this.accounts.byRef(command.ref, abort);
      if (!found) return undefined;
      const { user, state: before } = found;
      const capability = (await this.probed(abort)).get(command.do);
      const { caveats = [] } = capability ?? {};
      const common = { do: command.do, entry: `users/${user.id}`, before, after: before, caveats };
      const change = changeFor(command, found);
      if (change === undefined) return { ...common, steps: [] };
      if (change === NEW_PASSWORD)
        return {
          ...common,
          after: { ...before, mustChange: true },
          steps: ['PUT reset-password: a random password, temporary'],
        };
      if ('reason' in change) return { ...common, steps: [], unsupported: change };
      return { ...common, after: change.after(before), steps: change.steps };
    });
  }

  perform(command: DirectoryCommand, abort: AbortSignal): Promise<Outcome> {
    return this.act(command.ref, abort, async () => {
      const found = await this.accounts.byRef(command.ref, abort);
      if (!found) return GONE;
      const { state: before } = found;
      const change = changeFor(command, found);
      if (change === undefined) return { kind: 'unchanged', before, after: before };
      if (change === NEW_PASSWORD)
        return this.acts.setPassword(found, command, this.passwordOf(command.actionId), abort);
      if ('reason' in change) return { kind: 'unsupported', ...change, before, after: before };
      return this.acts.make(found, change, abort);
    });
  }

  setTemporaryPassword(temporary: TemporaryPassword, abort: AbortSignal): Promise<Outcome> {
    return this.act(temporary.ref, abort, async () => {
      const found = await this.accounts.byRef(temporary.ref, abort);
      return found ? this.acts.setPassword(found, temporary, temporary.password, abort) : GONE;
    });
  }

  effectivePolicy(): Promise<EffectivePolicy | undefined> {
    return this.calls.ask((abort) => this.policy(abort));
  }

  close(): Promise<void> {
    return this.client.close();
  }

  /** What is changed is sent back as a whole, so acts on one account mustn't cross. */
  private act(ref: string, abort: AbortSignal, work: () => Promise<Outcome>): Promise<Outcome> {
    return this.calls.act(abort, () => this.oneAtATime.run(ref, work));
  }

  private async probed(abort: AbortSignal): Promise<Capabilities> {
    const nowMs = this.clock.now().getTime();
    if (this.rights && nowMs - this.rights.atMs < RIGHTS_KEPT_MS) return this.rights.found;
    const [sample] = await this.accounts.page(0, 1, abort);
    const seesPolicy = (await this.policy(abort)) !== undefined;
    const found = keycloakCapabilities({ sample, seesPolicy });
    this.rights = { found, atMs: nowMs };
    return found;
  }

  private async policy(abort: AbortSignal): Promise<EffectivePolicy | undefined> {
    const realm = await this.client.read('', KeycloakRealm, abort);
    return realm && policyOf(this.settings.realm, realm);
  }
}
