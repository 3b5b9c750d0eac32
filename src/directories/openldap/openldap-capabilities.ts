import type { Capabilities, Capability, CapabilityName } from '../domain/connector.js';
import type { LockMethod } from './lock-method.js';
import type { EntrySettings, SiteFlag } from './openldap-settings.js';
import type { LdapSite } from './site-probe.js';

const SESSIONS =
  'Connections that are bound already go on, and so do open IMAP sessions and authentication caches.';
const RIGHTS =
  'A server doesn’t tell rights in advance: the first act shows whether they are there.';

/** What can be done with a server as it was found; `method` is how accounts without a policy of their own are locked. */
export function openldapCapabilities(
  site: LdapSite,
  settings: EntrySettings,
  method: LockMethod,
): Capabilities {
  const found = new Map<CapabilityName, Capability>([
    ['lookup', { native: lookupText(settings), caveats: [] }],
    ['list', { native: `paged search of ${settings.userFilter}`, caveats: [] }],
    ['aliases', { native: settings.mailAttributes.join(', '), caveats: [] }],
    ['incremental', incremental(site)],
  ]);
  if (method.by !== 'nothing') {
    found.set('lock', {
      native: lockText(method),
      caveats: [...lockCaveats(method), SESSIONS, RIGHTS],
    });
    found.set('unlock', { native: `removes ${lockText(method)}`, caveats: [RIGHTS] });
  } else if (site.hasPolicy) {
    found.set('unlock', { native: 'removes pwdAccountLockedTime', caveats: [RIGHTS] });
  }
  const disabling = settings.disableAttribute
    ? flagText(settings.disableAttribute)
    : site.hasEndTime
      ? 'pwdEndTime in the past'
      : undefined;
  if (disabling !== undefined) {
    found.set('disable', { native: disabling, caveats: [SESSIONS, RIGHTS] });
    found.set('enable', { native: `removes ${disabling}`, caveats: [RIGHTS] });
  }
  if (site.hasPasswordModify) addPasswords(found, site);
  if (settings.outboundHoldAttribute) {
    const native = flagText(settings.outboundHoldAttribute);
    const caveats = ['The mail server has to look at the attribute: mail is held there, not here.'];
    found.set('hold-outbound', { native, caveats });
    found.set('release-outbound', { native: `removes ${native}`, caveats });
  }
  if (site.hasPolicy) {
    found.set('must-change', { native: 'pwdReset', caveats: [MUST_CHANGE] });
    found.set('password-age', { native: 'pwdChangedTime', caveats: [] });
    found.set('effective-policy', policyText(site));
  }
  if (site.readsHashes && settings.exportHashes)
    found.set('export-hashes', { native: 'userPassword', caveats: [] });
  if (found.has('lock'))
    found.set('undo', {
      native: 'unlock after lock, enable after disable',
      caveats: ['A forced reset can’t be undone: the old password isn’t kept.'],
    });
  return found;
}

const MUST_CHANGE =
  'A bind with the right password still succeeds, so IMAP and SMTP servers that bind let the account in: the mark alone stops nobody.';

function addPasswords(found: Map<CapabilityName, Capability>, site: LdapSite): void {
  const mark = site.hasPolicy ? ', then pwdReset = TRUE and the lock that was there' : '';
  const caveats = [
    ...(site.hasPolicy ? [] : ['The server has no must-change mark.']),
    'With the right to manage (or as rootdn) the server’s password policy isn’t applied to it.',
    SESSIONS,
    RIGHTS,
  ];
  found.set('force-reset', {
    native: `password modify (RFC 3062) to a random password${mark}`,
    caveats: [
      'Between the two requests a locked account is open, with a password nobody knows.',
      ...caveats,
    ],
  });
  found.set('temporary-password', { native: `password modify (RFC 3062)${mark}`, caveats });
}

function lookupText({ loginAttribute, mailAttributes, idAttribute }: EntrySettings): string {
  return `search by ${loginAttribute}, else ${mailAttributes.join(', ')}; kept by ${idAttribute}`;
}

function incremental({ accessLogDn }: LdapSite): Capability {
  return accessLogDn === undefined
    ? {
        native: 'modifyTimestamp',
        caveats: ['Deletions are seen by a full list only: no access log can be read.'],
      }
    : { native: `modifyTimestamp; deletions from ${accessLogDn}`, caveats: [] };
}

function lockText(method: Exclude<LockMethod, { by: 'nothing' }>): string {
  switch (method.by) {
    case 'attribute':
      return flagText(method.flag);
    case 'policy':
      return 'pwdAccountLockedTime = 000001010000Z';
    case 'policy-and-end':
      return 'pwdAccountLockedTime = 000001010000Z and pwdEndTime in the past';
    case 'end':
      return 'pwdEndTime in the past';
  }
}

function lockCaveats({ by }: LockMethod): string[] {
  if (by === 'policy-and-end')
    return [
      'Nobody says that the only password policy of the directory holds, so accounts are locked by pwdEndTime besides; name it as defaultPolicyDn.',
    ];
  return by === 'end'
    ? [
        'No password policy with pwdLockout is known to hold, so pwdAccountLockedTime would have no effect.',
      ]
    : [];
}

function policyText({ defaultPolicy }: LdapSite): Capability {
  return {
    native: `pwdPolicySubentry, else ${defaultPolicy?.dn ?? 'unknown'}`,
    caveats:
      defaultPolicy?.source === 'assumed'
        ? ['The default is assumed: it is the only policy in the directory.']
        : [],
  };
}

function flagText({ attribute, on }: SiteFlag): string {
  return `${attribute} = ${on}`;
}
