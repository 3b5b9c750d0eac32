import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conceal, goesElsewhere, maskedFields, reveal, type SecretField } from './concealment.js';

const URL_PASSWORD: SecretField = { field: 'url', holds: 'url-password', sentTo: 'url' };
const BIND_PASSWORD: SecretField = { field: 'bindPassword', holds: 'secret', sentTo: 'urls' };
const FIELDS = [URL_PASSWORD, BIND_PASSWORD];

describe('settings with their secrets concealed', () => {
  it('show stars instead', () => {
    const { settings, secrets } = conceal(
      {
        url: 'postgres://mail:s3cret@db.example.com/mail',
        bindPassword: 'other',
        table: 'mailbox',
      },
      FIELDS,
    );

    expect(settings).toEqual({
      url: 'postgres://mail:********@db.example.com/mail',
      bindPassword: '********',
      table: 'mailbox',
    });
    expect(secrets).toEqual({ url: 's3cret', bindPassword: 'other' });
  });

  it.each([
    'postgres://mail:p@ss@db.example.com/mail',
    'postgres://us@er:p@ss:w@db.example.com/mail',
    ' postgres://mail:p@ss@db.example.com/mail',
    'post\ngres://mail:p@ss@db.example.com/mail',
    'mysql://:p@ss@db.example.com/mail',
  ])('show nothing of the password, however the URL %j is written', (url) => {
    const { settings } = conceal({ url }, FIELDS);

    expect(String(settings['url'])).not.toMatch(/p@ss|p%40ss/);
  });

  it('come back whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (password) => {
        const url = `postgres://mail:${encodeURIComponent(password)}@db.example.com/mail`;
        const { settings, secrets } = conceal({ url, bindPassword: password }, FIELDS);

        const whole = reveal(settings, secrets, FIELDS);

        expect(decodeURIComponent(new URL(String(whole['url'])).password)).toBe(password);
        expect(whole['bindPassword']).toBe(password);
      }),
    );
  });

  it('are left as they are where there is no secret', () => {
    const settings = { url: 'postgres://mail@db.example.com/mail', table: 'mailbox' };

    expect(conceal(settings, FIELDS)).toEqual({ settings, secrets: {} });
  });

  it('tell which secrets were not given', () => {
    const settings = { url: 'postgres://mail:********@db.example.com/mail', bindPassword: 'given' };

    expect(maskedFields(settings, FIELDS)).toEqual([URL_PASSWORD]);
  });
});

describe('a secret that stays', () => {
  it.each([
    ['another host', 'postgres://mail:********@203.0.113.7/mail', true],
    ['another port', 'postgres://mail:********@db.example.com:6432/mail', true],
    ['another database', 'postgres://mail:********@db.example.com/other', false],
    ['another parameter', 'postgres://mail:********@db.example.com/mail?sslmode=require', false],
  ])('with %s', (_case, url, elsewhere) => {
    const before = { url: 'postgres://mail:********@db.example.com/mail' };

    expect(goesElsewhere(before, { url }, URL_PASSWORD)).toBe(elsewhere);
  });

  it('goes elsewhere when a server is added to a list', () => {
    const before = { urls: ['ldaps://dc1.example.com'] };
    const after = { urls: ['ldaps://dc1.example.com', 'ldaps://203.0.113.7'] };

    expect(goesElsewhere(before, after, BIND_PASSWORD)).toBe(true);
    expect(goesElsewhere(after, before, BIND_PASSWORD)).toBe(false);
  });
});
