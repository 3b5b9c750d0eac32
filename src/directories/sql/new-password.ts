import { randomBytes } from 'node:crypto';
import type { Assignment, Change, ChangeContext } from './change.js';
import type { Bind } from './dialect.js';
import { type StorageForm, storageForm } from './password-scheme.js';
import { DirectoryFault } from '../reaching/directory-fault.js';

/** A {@link Change} that replaces the password, but for what tells that it is done. */
export function newPassword(
  { dialect, plan, settings }: ChangeContext,
  what: string,
  encode: (form: StorageForm) => Promise<string>,
): Omit<Change, 'isDone'> {
  const { password, mustChange, changedAt } = plan;
  const assign = (name: string, value: string) => `${dialect.quote(name)} = ${value}`;
  return {
    steps: [
      `SET ${password.name} = ${what}, ${settings.scheme === 'detect' ? "in the account's scheme" : settings.scheme}`,
      ...(mustChange ? [`SET ${mustChange.column.name} = ${mustChange.codec.write(true)}`] : []),
      ...(changedAt ? [`SET ${changedAt.column.name} = now`] : []),
    ],
    after: (before) => ({ ...before, ...(mustChange ? { mustChange: true } : {}) }),

    async assignments(row): Promise<readonly Assignment[]> {
      const form = storageForm(settings.scheme, row.stored);
      const stored = await encode(form);
      if (stored.length > (password.maxLength ?? Infinity))
        throw new DirectoryFault(
          'refused',
          `the column ${password.name} holds ${password.maxLength} characters; a password in ${form.scheme.name} needs ${stored.length}`,
        );
      return [
        (bind) => assign(password.name, bind(stored)),
        ...(mustChange
          ? [(bind: Bind) => assign(mustChange.column.name, bind(mustChange.codec.write(true)))]
          : []),
        ...(changedAt ? [() => assign(changedAt.column.name, dialect.now(changedAt.as))] : []),
      ];
    },
  };
}

/** Sets a given password, each time that it is asked to; what was written is what is read back. */
export function temporaryPassword(password: string, context: ChangeContext): Change {
  let written: string | undefined;
  return {
    ...newPassword(context, 'the temporary password', async ({ prefix, scheme }) => {
      written = prefix + (await scheme.encode(password, randomBytes(16)));
      return written;
    }),
    isDone: ({ account, stored }) => stored === written && account.state.mustChange !== false,
  };
}
