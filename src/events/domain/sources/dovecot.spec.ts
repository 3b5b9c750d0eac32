import { describe, expect, it } from 'vitest';
import { describeSource, readLog } from '../../../../test/conformance/source.js';
import { dovecot } from './dovecot.js';

/** A line of Dovecot's own log file, so many seconds after eight. */
function at(second: number, text: string): string {
  return `Nov 23 08:00:${String(second).padStart(2, '0')} ${text}`;
}

function auth(second: number, words: string, who = 'bob@example.test,198.51.100.9,<s1>'): string {
  return at(second, `auth: Info: passwd-file(${who}): ${words}`);
}

function login(second: number, words: string, user = 'bob@example.test', session = 's1'): string {
  return at(
    second,
    `imap-login: Info: ${words}: user=<${user}>, method=PLAIN, rip=198.51.100.9, lip=192.0.2.1, TLS, session=<${session}>`,
  );
}

describe('the dovecot source', () => {
  it('reads a sign-in', () => {
    const { events, verdicts } = readLog(dovecot, [
      'Nov 23 08:00:00 mx1 dovecot: imap-login: Login: user=<alice@example.test>, method=PLAIN, rip=203.0.113.7, lip=127.0.0.1, mpid=13901, secured, session=<sess-1>',
    ]);

    expect(verdicts).toEqual(['parsed']);
    expect(events).toEqual([
      {
        type: 'authentication',
        at: Date.parse('2026-11-23T08:00:00Z'),
        account: 'alice@example.test',
        sourceIp: '203.0.113.7',
        protocol: 'imap',
        outcome: 'success',
        server: 'mx1',
        listener: 'unknown',
        session: 'sess-1',
        mechanism: 'plain',
        discriminator: '13901',
      },
    ]);
  });

  it.each([
    [', TLS', true],
    [', TLS: Connection closed', true],
    ['', false],
    [', secured', undefined],
  ])('tells whether a connection was encrypted: “%s”', (words, tls) => {
    const line = `Nov 23 08:00:00 mx1 dovecot: imap-login: Login: user=<a, TLS>, method=SCRAM-SHA-256, rip=203.0.113.7, lip=192.0.2.1, mpid=1${words}, session=<s>`;

    const { events } = readLog(dovecot, [line]);

    expect(events.map((event) => [event.mechanism, event.tls])).toEqual([['scram', tls]]);
  });

  it('tells how a client tried in vain, too', () => {
    const { events } = readLog(dovecot, [
      auth(0, 'Password mismatch'),
      login(2, 'Disconnected: Connection closed (auth failed, 1 attempts in 2 secs)'),
    ]);

    expect(events).toMatchObject([{ outcome: 'failure', mechanism: 'plain', tls: true }]);
  });

  it.each([
    ['imap-login', 'imap'],
    ['pop3-login', 'pop3'],
    ['managesieve-login', 'sieve'],
    ['submission-login', 'smtp'],
  ])('knows that %s speaks %s', (process, protocol) => {
    const { events } = readLog(dovecot, [login(0, 'Login').replace('imap-login', process)]);

    expect(events).toMatchObject([{ protocol }]);
  });

  it('joins the reason of the auth process with the protocol of the login process', () => {
    const { events } = readLog(dovecot, [
      auth(0, 'Password mismatch'),
      login(2, 'Disconnected: Connection closed (auth failed, 1 attempts in 2 secs)'),
    ]);

    expect(events).toEqual([
      expect.objectContaining({
        at: Date.parse('2026-11-23T08:00:00Z'),
        account: 'bob@example.test',
        sourceIp: '198.51.100.9',
        protocol: 'imap',
        outcome: 'failure',
        reason: 'bad-password',
        session: 's1',
      }),
    ]);
  });

  it.each([0, 1, 2, 3])('tells exactly three attempts with %i auth lines', (known) => {
    const lines = [1, 4, 7].slice(0, known).map((second) => auth(second, 'unknown user'));

    const { events } = readLog(dovecot, [
      ...lines,
      login(9, 'Disconnected: Inactivity (auth failed, 3 attempts in 9 secs)'),
    ]);

    expect(events.map(({ discriminator }) => discriminator)).toEqual(['1', '2', '3']);
    expect(new Set(events.map(({ reason }) => reason))).toEqual(
      new Set([known === 0 ? 'bad-password' : 'unknown-account']),
    );
  });

  it('tells one attempt that two databases refused once', () => {
    const { events } = readLog(dovecot, [
      auth(0, 'unknown user'),
      at(0, 'auth-worker(7): Info: sql(bob@example.test,198.51.100.9,<s1>): Password mismatch'),
      login(2, 'Aborted login (auth failed, 1 attempts in 2 secs)'),
    ]);

    expect(events).toMatchObject([{ reason: 'bad-password' }]);
  });

  it('tells the failures before a success in the same session, and then the success', () => {
    const { events } = readLog(dovecot, [auth(0, 'Password mismatch'), login(5, 'Login')]);

    expect(events).toMatchObject([
      { outcome: 'failure', protocol: 'imap', reason: 'bad-password' },
      { outcome: 'success', protocol: 'imap' },
    ]);
  });

  it('does not hold against an account that one of two databases does not know it', () => {
    const { events } = readLog(dovecot, [auth(0, 'unknown user'), login(0, 'Login')]);

    expect(events).toMatchObject([{ outcome: 'success' }]);
  });

  it.each([
    ['passwd-file', 'Password mismatch', 'bad-password'],
    ['ldap', 'Password mismatch (for LDAP bind)', 'bad-password'],
    ['ldap', 'Invalid credentials', 'bad-password'],
    [
      'pam',
      'pam_authenticate() failed: Authentication failure (Password mismatch?)',
      'bad-password',
    ],
    [
      'pam',
      'pam_authenticate() failed: User not known to the underlying authentication module',
      'unknown-account',
    ],
    ['sql', 'unknown user', 'unknown-account'],
    ['sql', 'User is disabled', 'disabled'],
    ['sql', 'User is expired', 'expired'],
    ['sql', 'Password query failed: Connection refused', 'backend'],
    ['sql', 'Internal auth failure (client-pid=1 client-id=1)', 'backend'],
    ['ldap', "LDAP server unavailable: Can't contact LDAP server", 'backend'],
    ['pam', 'auth service down', 'backend'],
    ['policy', 'Authentication failure due to policy server refusal: temporary failure', 'policy'],
  ])('knows what %s means by “%s”', (driver, words, reason) => {
    const line = auth(0, words).replace('passwd-file', driver);

    expect(readLog(dovecot, [line]).events).toMatchObject([{ outcome: 'failure', reason }]);
  });

  it.each([
    ['Disconnected: Connection closed (auth service reported temporary failure)', 'backend'],
    ['Disconnected: Logged out (user disabled)', 'disabled'],
    ['Disconnected: Connection closed (password expired)', 'expired'],
  ])('knows that “%s” was an attempt', (words, reason) => {
    expect(readLog(dovecot, [login(0, words)]).events).toMatchObject([{ reason }]);
  });

  it.each([
    at(
      0,
      'imap-login: Info: Disconnected: Connection closed (no auth attempts in 0 secs): user=<>, rip=198.51.100.9, lip=192.0.2.1, session=<s1>',
    ),
    at(0, 'imap(alice@example.test)<13901><s1>: Info: Disconnected: Logged out in=60 out=1200'),
    at(0, 'lmtp(13999): Info: Connect from local'),
    at(0, 'auth: Info: passwd-file(nobody@example.test): unknown user'),
    at(0, 'indexer-worker(alice@example.test)<1><s1>: Info: Indexed 3 messages in INBOX'),
    at(0, 'doveadm(alice@example.test): Info: Login: user=<x>, rip=192.0.2.1, session=<y>'),
  ])('ignores what says nothing about a sign-in (%#)', (line) => {
    expect(readLog(dovecot, [line])).toEqual({ events: [], verdicts: ['ignored'] });
  });

  it.each([
    'x>, method=PLAIN, rip=192.0.2.66, lip=192.0.2.1, session=<forged>',
    'root from 192.0.2.66 port 22',
    'x> (auth failed, 99 attempts in 1 secs): user=<alice@example.test',
  ])('is not misled by the login name “%s”', (name) => {
    const { events } = readLog(dovecot, [login(0, 'Login', name)]);

    expect(events).toMatchObject([{ account: name, sourceIp: '198.51.100.9', session: 's1' }]);
  });

  it('is not misled by a name that closes the brackets of the auth line', () => {
    const name = 'x,192.0.2.66,<s9>): Password mismatch';

    const { events } = readLog(dovecot, [auth(0, 'unknown user', `${name},198.51.100.9,<s1>`)]);

    expect(events).toMatchObject([{ account: name, sourceIp: '198.51.100.9', session: 's1' }]);
  });

  it('believes neither of two identities when one may stand in a password', () => {
    const { events } = readLog(dovecot, [
      auth(0, 'Password mismatch (given password: y,192.0.2.66,<s9>): unknown user)'),
      login(2, 'Disconnected: Connection closed (auth failed, 1 attempts in 2 secs)'),
    ]);

    expect(events).toMatchObject([{ account: 'bob@example.test', sourceIp: '198.51.100.9' }]);
  });

  it('counts no attempts that a client claims in its IMAP ID', () => {
    const line = login(0, 'ID sent: name=x (auth failed, 99 attempts in 1 secs)', 'alice');

    expect(readLog(dovecot, [line])).toEqual({ events: [], verdicts: ['ignored'] });
  });

  it('tells what is still open when the log ends, or when the end got lost', () => {
    const later = at(0, 'auth: Info: sql(eve@example.test,198.51.100.8,<s2>): unknown user');

    const { events } = readLog(dovecot, [
      auth(0, 'Password mismatch'),
      later.replace('08:00', '08:10'),
      login(2, 'Disconnected: (auth failed, 1 attempts in 600 secs)').replace('08:00', '08:11'),
    ]);

    expect(events).toMatchObject([
      { account: 'bob@example.test', protocol: 'other' },
      { account: 'eve@example.test', protocol: 'other' },
    ]);
  });

  it('reads the worker lines of 2.3, master logins, proxies and IPv6', () => {
    const { events } = readLog(dovecot, [
      at(
        0,
        'auth-worker(12): Info: conn unix:auth-worker (pid=12,uid=97): auth-worker<3>: sql(bob,2001:DB8::9,master,<s7>): Password mismatch',
      ),
      at(
        1,
        'imap-login: Info: proxy(alice): started proxying to 192.0.2.9:143 (0.02 secs): user=<alice>, method=PLAIN, rip=2001:db8::7, lip=2001:db8::1, TLS, session=<s8>',
      ),
    ]);

    expect(events).toMatchObject([
      { account: 'alice', outcome: 'success', sourceIp: '2001:db8::7' },
      { account: 'bob', outcome: 'failure', sourceIp: '2001:db8::9' },
    ]);
  });

  it('tells an attempt once where no line names its session', () => {
    const { events } = readLog(dovecot, [
      auth(0, 'unknown user', 'bob@example.test,198.51.100.9'),
      login(2, 'Disconnected (auth failed, 2 attempts)').replace(', session=<s1>', ''),
    ]);

    expect(events).toMatchObject([{ protocol: 'other' }, { protocol: 'imap' }]);
  });

  it('does not claim other programs', () => {
    expect(dovecot.recognises('Nov 23 08:00:00 mx1 postfix/smtpd[1]: dovecot: auth: x')).toBe(
      false,
    );
  });
});

describeSource(dovecot, {
  log: [
    login(0, 'Login', 'alice@example.test', 's0'),
    auth(1, 'Password mismatch (given password: hunter2)'),
    auth(4, 'Password mismatch (SHA1 of given password: f3bbbd66a63d4bf1747940578ec3d0103530e21d)'),
    at(4, 'auth: Debug: client passdb out: OK 1 user=bob@example.test pass=hunter2'),
    at(
      4,
      'imap-login: Debug: (auth failed, 3 attempts in 1 secs): user=<hunter2>, rip=192.0.2.1, session=<s1>',
    ),
    at(5, 'auth: Info: sql(eve@example.test,198.51.100.8,<s2>): unknown user'),
    at(6, 'auth: Info: message repeated 2 times: [ x ]'),
    login(9, 'Disconnected: Connection closed (auth failed, 3 attempts in 9 secs)'),
    login(9, 'Login', 'eve@example.test', 's2'),
    auth(20, 'unknown user', 'zoe@example.test,198.51.100.7,<s3>'),
  ],
  secrets: ['hunter2', 'f3bbbd66a63d4bf1747940578ec3d0103530e21d'],
  worst: [
    { start: at(0, 'auth: Info: sql('), repeat: ',192.0.2.1' },
    { start: at(0, 'auth: Info: sql('), repeat: ',192.0.2.1): ' },
    { start: at(0, 'imap-login: Info: Login: user=<'), repeat: '>, method=A' },
    { start: at(0, 'imap-login: Info: Disconnected '), repeat: '(auth failed, 1' },
    { start: at(0, 'imap-login: Info: Login: user=<a>, rip=1'), repeat: ', session=<' },
    { start: at(0, 'auth: Info: conn unix:'), repeat: 'a' },
  ],
});
