import type { DirectoryAccount } from '../domain/connector.js';
import { canBeName } from '../reaching/name.js';
import type { KeycloakClient } from './keycloak-client.js';
import {
  CredentialList,
  FailureStatus,
  GroupList,
  type KeycloakUser,
  KeycloakUser as User,
  KeycloakUsers,
  SessionList,
} from './keycloak-schemas.js';
import type { KeycloakSettings } from './keycloak-settings.js';
import { accountOf, type FoundUser, stateOf, wholeState } from './keycloak-user.js';

/** Groups that are asked for at once for the accounts of a page. */
const AT_ONCE = 8;
const MOST_GROUPS = 1_000;

type Settings = Pick<
  KeycloakSettings,
  'loginAttribute' | 'aliasAttribute' | 'unitAttribute' | 'groups'
>;

/** Reads accounts of a realm. */
export class KeycloakAccounts {
  constructor(
    private readonly client: KeycloakClient,
    private readonly settings: Settings,
  ) {}

  /** The account, with what its credentials and failures say. */
  async byRef(ref: string, abort: AbortSignal): Promise<FoundUser | undefined> {
    if (!canBeName(ref)) return undefined;
    const user = await this.client.read(`/users/${encodeURIComponent(ref)}`, User, abort);
    return user && this.whole(user, abort);
  }

  /** The only account of this login. */
  async byLogin(login: string, abort: AbortSignal): Promise<DirectoryAccount | undefined> {
    const { loginAttribute } = this.settings;
    const query = new URLSearchParams({
      [loginAttribute]: login,
      exact: 'true',
      first: '0',
      max: '2',
      briefRepresentation: 'false',
    });
    const found = await this.client.read(`/users?${query.toString()}`, KeycloakUsers, abort);
    const [user, second] = found ?? [];
    if (!user || second) return undefined;
    return this.account(await this.whole(user, abort), abort);
  }

  /** A page of the list; an account's state is what its representation says. */
  async page(first: number, max: number, abort: AbortSignal): Promise<readonly KeycloakUser[]> {
    const path = `/users?first=${first}&max=${max}&briefRepresentation=false`;
    return (await this.client.read(path, KeycloakUsers, abort)) ?? [];
  }

  /** Accounts of users that were listed. */
  async accounts(
    users: readonly KeycloakUser[],
    abort: AbortSignal,
  ): Promise<readonly DirectoryAccount[]> {
    const accounts: DirectoryAccount[] = [];
    for (let at = 0; at < users.length; at += AT_ONCE) {
      const some = users.slice(at, at + AT_ONCE);
      const read = some.map((user) => this.account({ user, state: stateOf(user) }, abort));
      accounts.push(...(await Promise.all(read)));
    }
    return accounts;
  }

  async hasSessions({ id }: KeycloakUser, abort: AbortSignal): Promise<boolean> {
    const path = `/users/${encodeURIComponent(id)}/sessions`;
    return ((await this.client.read(path, SessionList, abort)) ?? []).length > 0;
  }

  private async account(found: FoundUser, abort: AbortSignal): Promise<DirectoryAccount> {
    return accountOf(found, await this.groupsOf(found.user, abort), this.settings);
  }

  private async groupsOf({ id }: KeycloakUser, abort: AbortSignal) {
    if (!this.settings.groups) return undefined;
    const path = `/users/${encodeURIComponent(id)}/groups?first=0&max=${MOST_GROUPS}`;
    const groups = (await this.client.read(path, GroupList, abort)) ?? [];
    return groups.map(({ path: place, name }) => place ?? name);
  }

  private async whole(user: KeycloakUser, abort: AbortSignal): Promise<FoundUser> {
    const id = encodeURIComponent(user.id);
    const [credentials, failures] = await Promise.all([
      this.client.read(`/users/${id}/credentials`, CredentialList, abort),
      this.client.read(`/attack-detection/brute-force/users/${id}`, FailureStatus, abort),
    ]);
    return { user, state: wholeState(user, credentials ?? [], failures?.disabled ?? false) };
  }
}
