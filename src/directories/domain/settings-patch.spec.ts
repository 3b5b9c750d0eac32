import { describe, expect, it } from 'vitest';
import { patchSettings } from './settings-patch.js';

describe('a change of settings', () => {
  it('replaces what it names, within objects too, and keeps the rest', () => {
    const settings = { table: 'mailbox', columns: { login: 'username', active: 'active' } };

    const patched = patchSettings(settings, { table: 'users', columns: { login: 'email' } });

    expect(patched).toEqual({ table: 'users', columns: { login: 'email', active: 'active' } });
    expect(settings.columns.login).toBe('username');
  });

  it('says "none" with null', () => {
    expect(patchSettings({ aliasTable: { table: 'alias' } }, { aliasTable: null })).toEqual({
      aliasTable: null,
    });
  });

  it('reaches no prototype', () => {
    const patched = patchSettings({}, JSON.parse('{"__proto__": {"polluted": true}}'));

    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(Object.keys(patched)).toEqual(['__proto__']);
  });
});
