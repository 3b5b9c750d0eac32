import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSqlUrl } from './sql-url.js';

describe('a database URL', () => {
  it.each([
    ['postgres://mail:pw@db.example.com/mail', 'postgresql', 'db.example.com', 5432, 'disable'],
    ['postgresql://mail@db.example.com:6432/mail', 'postgresql', 'db.example.com', 6432, 'disable'],
    ['mysql://mail:pw@192.0.2.7/mail?sslmode=require', 'mysql', '192.0.2.7', 3306, 'require'],
    [
      'mariadb://mail:pw@[2001:db8::1]:3307/mail?sslmode=verify-full',
      'mysql',
      '2001:db8::1',
      3307,
      'verify-full',
    ],
  ])('%s is taken apart', (url, dialect, host, port, sslMode) => {
    expect(parseSqlUrl(url)).toMatchObject({ dialect, host, port, sslMode, database: 'mail' });
  });

  it('may hold any user, password and database, percent-encoded', () => {
    fc.assert(
      fc.property(
        fc.tuple(...Array.from({ length: 3 }, () => fc.string({ unit: 'grapheme', minLength: 1 }))),
        (parts) => {
          fc.pre(parts.every((part) => !/^\.{1,2}$/.test(part)));
          const [user = '', password = '', database = ''] = parts;
          const url = `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@db.example.com/${encodeURIComponent(database)}`;

          expect(parseSqlUrl(url)).toMatchObject({ user, password, database });
        },
      ),
    );
  });

  it.each([
    ['no URL', /must be a URL/],
    ['http://mail:s3cret@db.example.com/mail', /must begin with/],
    ['postgres://mail:s3cret@db.example.com', /user, a host and a database/],
    ['postgres://db.example.com/mail', /user, a host and a database/],
    ['postgres://mail:s3cret@/mail', /must be a URL|user, a host and a database/],
    ['postgres://mail:s3cret@db.example.com/mail?sslmode=maybe', /sslmode must be/],
    ['postgres://mail:s3cret@db.example.com/mail?sslkey=/etc/shadow', /no parameter but sslmode/],
    ['postgres://mail:s3cret@db.example.com/mail?host=/tmp', /no parameter but sslmode/],
    ['postgres://mail:s3cret%@db.example.com/mail', /percent-encoding/],
  ])('%j is refused without showing what it holds', (url, problem) => {
    const parsed = parseSqlUrl(url);

    expect('problem' in parsed && parsed.problem).toMatch(problem);
    expect(JSON.stringify(parsed)).not.toContain('s3cret');
  });
});
