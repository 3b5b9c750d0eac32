import type { Capabilities, Capability, CapabilityName } from '../domain/connector.js';
import type { SqlColumn } from './dialect.js';
import type { TableSettings } from './sql-settings.js';
import type { TablePlan } from './table-plan.js';

const OPEN_SESSIONS =
  'Open sessions and an authentication cache (Dovecot: doveadm kick, doveadm auth cache flush) outlive it.';

/** What can be done with a table as it is, and what to know about it. */
export function sqlCapabilities(
  plan: TablePlan,
  settings: TableSettings,
  endsSessions = false,
): Capabilities {
  const { login, password, active, mustChange, changedAt, outboundHeld } = plan;
  const table = settings.table;
  const general = [
    ...(plan.transactional
      ? []
      : ['The table has no transactions: two changes of one account at once may mix.']),
    ...(login.unique
      ? []
      : [`No unique index on ${login.name} is known: an account that appears twice is refused.`]),
  ];
  const found = new Map<CapabilityName, Capability>([
    ['lookup', { native: `SELECT from ${table} by ${login.name}`, caveats: [] }],
    ['list', { native: `SELECT from ${table} in the order of ${login.name}`, caveats: [] }],
  ]);

  if (active.column.writable) {
    const set = (flag: boolean) => `${active.column.name} = ${active.codec.write(flag)}`;
    const off = { native: set(false), caveats: [OPEN_SESSIONS, ...general] };
    const on = { native: set(true), caveats: general };
    const same = ['The table knows no difference between locked and disabled.'];
    found.set('lock', { ...off, caveats: [...same, ...off.caveats] });
    found.set('unlock', { ...on, caveats: [...same, ...on.caveats] });
    found.set('disable', off).set('enable', on);
    found.set('undo', {
      native: 'unlock after lock, enable after disable',
      caveats: ['A forced reset can’t be undone: the old hash isn’t kept.'],
    });
  }
  if (isWritable(password, mustChange?.column, changedAt?.column))
    found.set('force-reset', {
      native: `${password.name} = a random password, ${settings.scheme === 'detect' ? "in the account's scheme" : settings.scheme}`,
      caveats: [
        mustChange
          ? `The sign-in page has to honour ${mustChange.column.name}: IMAP and SMTP can't ask for a new password.`
          : 'There is no must-change column: the helpdesk has to hand out the next password.',
        OPEN_SESSIONS,
        ...general,
      ],
    });
  const reset = found.get('force-reset');
  if (reset)
    found.set('temporary-password', {
      native: `${password.name} = the password, encoded as for a forced reset`,
      caveats: reset.caveats,
    });
  if (password.readable && settings.exportHashes)
    found.set('export-hashes', { native: `SELECT ${login.name}, ${password.name}`, caveats: [] });
  if (outboundHeld?.column.writable) {
    const set = (flag: boolean) =>
      `${outboundHeld.column.name} = ${outboundHeld.codec.write(flag)}`;
    const caveats = ['The mail server has to look at the column: mail is held there, not here.'];
    found.set('hold-outbound', { native: set(true), caveats });
    found.set('release-outbound', { native: set(false), caveats });
  }
  if (endsSessions)
    found.set('revoke-sessions', {
      native: 'doveadm auth cache flush, doveadm kick',
      caveats: [
        'Only of the Dovecot that doveadm speaks to, and a client may sign in again: lock or reset first.',
      ],
    });
  if (mustChange) found.set('must-change', { native: mustChange.column.name, caveats: [] });
  if (changedAt)
    found.set('password-age', {
      native: changedAt.column.name,
      caveats:
        changedAt.column.name === 'modified'
          ? ['The column tells the last change of the row, whatever was changed.']
          : [],
    });
  if (settings.aliasTable)
    found.set('aliases', {
      native: `${settings.aliasTable.table}.${settings.aliasTable.goto}`,
      caveats: ['Aliases of aliases are not followed.'],
    });
  return found;
}

function isWritable(...columns: readonly (SqlColumn | undefined)[]): boolean {
  return columns.every((column) => column === undefined || column.writable);
}
