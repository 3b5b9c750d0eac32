import type { DirectoryAccount, DirectoryState } from '../domain/connector.js';
import type { CredentialList, KeycloakUser } from './keycloak-schemas.js';
import type { KeycloakSettings } from './keycloak-settings.js';

/** The required action that asks for a new password at the next sign-in. */
export const UPDATE_PASSWORD = 'UPDATE_PASSWORD';

/** An account as it was read, with what other resources say of it. */
export interface FoundUser {
  readonly user: KeycloakUser;
  readonly state: DirectoryState;
}

/** What a UserRepresentation alone says: nothing of the password, nor of failures. */
export function stateOf(user: KeycloakUser): DirectoryState {
  return { active: user.enabled, mustChange: asksForPassword(user) };
}

/** {@link stateOf} with the credentials, and whether failures have locked it. */
export function wholeState(
  user: KeycloakUser,
  credentials: CredentialList,
  isLockedByFailures: boolean,
): DirectoryState {
  const password = credentials.find(({ type }) => type === 'password');
  const scheme = schemeIn(password?.credentialData);
  return {
    ...stateOf(user),
    active: user.enabled && !isLockedByFailures,
    locked: isLockedByFailures,
    ...(password?.createdDate ? { passwordChangedAt: new Date(password.createdDate) } : {}),
    ...(scheme === undefined ? {} : { scheme }),
  };
}

export function asksForPassword({ requiredActions }: KeycloakUser): boolean {
  return requiredActions?.includes(UPDATE_PASSWORD) ?? false;
}

/** The account of a user. */
export function accountOf(
  { user, state }: FoundUser,
  groups: readonly string[] | undefined,
  settings: Pick<KeycloakSettings, 'loginAttribute' | 'aliasAttribute' | 'unitAttribute'>,
): DirectoryAccount {
  const { username, email } = user;
  const login = settings.loginAttribute === 'email' ? email || username : username;
  const displayName = [user.firstName, user.lastName].filter(Boolean).join(' ');
  const valuesOf = (attribute: string | null | undefined) =>
    attribute ? (user.attributes?.[attribute] ?? []) : [];
  const own = [username, login].filter((name) => name.includes('@'));
  const [unit] = valuesOf(settings.unitAttribute);
  return {
    ref: user.id,
    login,
    ...(displayName === '' ? {} : { displayName }),
    addresses: [
      ...new Set([...own, ...(email ? [email] : []), ...valuesOf(settings.aliasAttribute)]),
    ],
    ...(email ? { mail: email } : {}),
    ...(unit === undefined ? {} : { unit }),
    ...(groups === undefined ? {} : { groups }),
    state,
  };
}

/** How the password is stored, such as `argon2`. */
function schemeIn(credentialData: string | null | undefined): string | undefined {
  const [, algorithm] = /"algorithm"\s*:\s*"([\w-]{1,40})"/.exec(credentialData ?? '') ?? [];
  return algorithm;
}
