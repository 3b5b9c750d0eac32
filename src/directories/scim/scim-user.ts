import type {
  Capabilities,
  Capability,
  CapabilityName,
  DirectoryAccount,
  DirectoryCommand,
  DirectoryOperation,
} from '../domain/connector.js';
import type { ScimUser, ServiceConfig } from './scim-schemas.js';

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** What an operation changes in a User resource. */
export type ScimChange =
  | {
      readonly attribute: 'active';
      readonly value: boolean;
      readonly step: string;
      readonly after: { readonly active: boolean };
      isDone(user: ScimUser): boolean;
    }
  | {
      readonly attribute: 'password';
      readonly step: string;
      readonly after: object;
      readonly isDone?: undefined;
    };

/** What is said of an operation that SCIM has no attribute for. */
export const UNSUPPORTED: { readonly reason: string; readonly instead: DirectoryOperation } = {
  reason: 'SCIM has no attribute for it, or the service doesn’t support it',
  instead: 'disable',
};

/** Translates a command; undefined where SCIM has nothing for it. */
export function changeTo({
  do: operation,
  keepPassword,
}: Pick<DirectoryCommand, 'do' | 'keepPassword'>): ScimChange | undefined {
  switch (operation) {
    case 'lock':
    case 'disable':
      return activation(false);
    case 'unlock':
    case 'enable':
      return activation(true);
    case 'force-reset':
      return keepPassword
        ? undefined
        : { attribute: 'password', step: 'replace password: a random password', after: {} };
    case 'revoke-sessions':
    case 'hold-outbound':
    case 'release-outbound':
      return undefined;
  }
}

/** The body of a PATCH (RFC 7644, 3.5.2). */
export function patchOf(path: 'active' | 'password', value: boolean | string): object {
  return { schemas: [PATCH_OP], Operations: [{ op: 'replace', path, value }] };
}

/** A User resource as an account. */
export function accountOf(user: ScimUser): DirectoryAccount {
  const emails = user.emails ?? [];
  const mail = (emails.find(({ primary }) => primary) ?? emails[0])?.value;
  const displayName = user.displayName ?? user.name?.formatted;
  const own = user.userName.includes('@') ? [user.userName] : [];
  return {
    ref: user.id,
    login: user.userName,
    ...(displayName ? { displayName } : {}),
    addresses: [...new Set([...own, ...emails.map(({ value }) => value)])],
    ...(mail ? { mail } : {}),
    groups: (user.groups ?? []).flatMap(({ display, value }) => display ?? value ?? []),
    state: { active: user.active },
  };
}

const SESSIONS = 'What the account is signed in to goes on, unless the service ends it.';

/** What can be done with a service as it describes itself. */
export function scimCapabilities({ patch, filter, changePassword }: ServiceConfig): Capabilities {
  const found = new Map<CapabilityName, Capability>([
    [
      'list',
      {
        native: 'GET /Users by startIndex',
        caveats: ['An account that is removed during a list may hide another one from it.'],
      },
    ],
    ['aliases', { native: 'emails', caveats: [] }],
  ]);
  if (filter.supported)
    found.set('lookup', { native: 'GET /Users?filter=userName eq …; kept by id', caveats: [] });
  if (!patch.supported) return found;
  const same = 'SCIM knows no difference between locked and disabled.';
  const off = { native: 'PATCH active = false', caveats: [SESSIONS] };
  found.set('disable', off).set('lock', { ...off, caveats: [same, SESSIONS] });
  const on = { native: 'PATCH active = true', caveats: [] };
  found.set('enable', on).set('unlock', { ...on, caveats: [same] });
  found.set('undo', {
    native: 'unlock after lock, enable after disable',
    caveats: ['A forced reset can’t be undone: the old password isn’t kept.'],
  });
  if (changePassword.supported) {
    const caveats = [
      'SCIM has no must-change mark, and tells nothing of the password: it can’t be read back.',
      'A repeat of a reset sets the same password again.',
      SESSIONS,
    ];
    found.set('force-reset', { native: 'PATCH password', caveats });
    found.set('temporary-password', { native: 'PATCH password', caveats });
  }
  return found;
}

function activation(active: boolean): ScimChange {
  return {
    attribute: 'active',
    value: active,
    step: `replace active: ${active}`,
    after: { active },
    isDone: (user) => user.active === active,
  };
}
