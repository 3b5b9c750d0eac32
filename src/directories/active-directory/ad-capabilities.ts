import type { Capabilities, Capability, CapabilityName } from '../domain/connector.js';
import type { LdapEntry } from '../ldap/ldap-entry.js';
import { type Domain, POLICY_HINTS } from './domain-probe.js';

const SESSIONS = 'Kerberos tickets last until they expire, and connections that are bound go on.';
const RESET_RIGHT = 'The right to reset passwords can’t be asked for: the first reset shows it.';

/**
 * What can be done with a domain.
 *
 * @param sample one of its accounts, which tells what the service account may write; none: unknown
 */
export function adCapabilities(
  domain: Domain,
  sample: LdapEntry | undefined,
  readsDeleted: boolean,
): Capabilities {
  const effective = sample?.texts('allowedAttributesEffective').map((name) => name.toLowerCase());
  const writes = (attribute: string) => effective?.includes(attribute.toLowerCase()) ?? true;
  const guess = effective ? [] : ['No account was found to ask for rights, so they are guessed.'];
  const found = new Map<CapabilityName, Capability>([
    [
      'lookup',
      { native: 'userPrincipalName, sAMAccountName, mail; kept by objectGUID', caveats: [] },
    ],
    ['list', { native: 'paged search', caveats: [] }],
    ['aliases', { native: 'proxyAddresses', caveats: [] }],
    ['incremental', incremental(readsDeleted)],
    ['must-change', { native: 'pwdLastSet = 0', caveats: [NEVER_EXPIRES] }],
    ['password-age', { native: 'pwdLastSet', caveats: [] }],
    ['effective-policy', { native: 'msDS-ResultantPSO, else the domain’s rules', caveats: [] }],
  ]);
  if (writes('userAccountControl')) {
    const off = { native: 'userAccountControl + ACCOUNTDISABLE', caveats: [SESSIONS, ...guess] };
    const on = { native: 'userAccountControl − ACCOUNTDISABLE', caveats: guess };
    found.set('disable', off).set('enable', on);
    found.set('lock', { ...off, caveats: [NO_LOCK, ...off.caveats] });
    found.set('undo', {
      native: 'unlock after lock, enable after disable',
      caveats: ['A forced reset can’t be undone: the old password isn’t kept.'],
    });
    if (writes('lockoutTime'))
      found.set('unlock', {
        native: `lockoutTime = 0 and ${on.native}`,
        caveats: ['An account that somebody else has disabled is enabled as well.', ...guess],
      });
  }
  if (writes('pwdLastSet')) {
    const native = 'unicodePwd and pwdLastSet = 0 in one modify';
    const caveats = [NEVER_EXPIRES, RESET_RIGHT, SESSIONS, ...guess];
    found.set('force-reset', { native, caveats });
    found.set('temporary-password', { native, caveats: [history(domain), ...caveats] });
  }
  return found;
}

const NO_LOCK = 'The directory knows no lock by an administrator: lock and disable are the same.';
const NEVER_EXPIRES =
  'Of an account whose password never expires the password is replaced, but no new one is asked for.';

function incremental(readsDeleted: boolean): Capability {
  return {
    native: readsDeleted
      ? 'uSNChanged and tombstones, for each controller'
      : 'uSNChanged, for each controller',
    caveats: readsDeleted
      ? []
      : ['Deletions are seen by a full list only: deleted objects can’t be read.'],
  };
}

function history({ controls }: Domain): string {
  return controls.has(POLICY_HINTS)
    ? 'The password history is kept to.'
    : 'The controller can’t be asked to keep to the password history in a reset.';
}
