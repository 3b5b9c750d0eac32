import { describe, expect, it } from 'vitest';
import type { AuthEvent } from '../auth-event.js';
import { sshd } from './sshd.js';

describe('the sshd source', () => {
  it.each([
    [
      'a password that was accepted',
      'Accepted password for alice from 198.51.100.7 port 4242 ssh2',
      { account: 'alice', sourceIp: '198.51.100.7', outcome: 'success' },
    ],
    [
      'a key that was accepted',
      'Accepted publickey for alice from 2001:db8::7 port 4242 ssh2: ED25519 SHA256:1VrVBhS3YO5zHvwHcHpUMVgDeVDHbdvnYyn0J3wQ0aQ',
      { account: 'alice', sourceIp: '2001:db8::7', outcome: 'success' },
    ],
    [
      'a certificate that was accepted',
      'Accepted publickey for alice from 198.51.100.7 port 4242 ssh2: ED25519-CERT ID x from 192.0.2.1 port 22 ssh2 (serial 1) CA RSA SHA256:1VrVBhS3YO5zHvwHcHpUMVgDeVDHbdvnYyn0J3wQ0aQ',
      { account: 'alice', sourceIp: '198.51.100.7', outcome: 'success' },
    ],
    [
      'a wrong password',
      'Failed password for alice from 198.51.100.7 port 4242 ssh2',
      { account: 'alice', outcome: 'failure', reason: 'bad-password' },
    ],
    [
      'an account that does not exist',
      'Failed keyboard-interactive/pam for invalid user bob from 198.51.100.7 port 4242 ssh2',
      { account: 'bob', outcome: 'failure', reason: 'unknown-account' },
    ],
    [
      'a name that forges an address',
      'Failed password for invalid user x from 192.0.2.1 port 22 ssh2 from 198.51.100.7 port 4242 ssh2',
      { account: 'x from 192.0.2.1 port 22 ssh2', sourceIp: '198.51.100.7' },
    ],
    [
      'a name that forges a key',
      'Failed password for invalid user a from 192.0.2.1 port 1 ssh2: RSA SHA256:xxxxxxxxxxxx from 198.51.100.7 port 4242 ssh2',
      { sourceIp: '198.51.100.7' },
    ],
  ])('reads %s', (_case, message, expected) => {
    const { events } = read([`Nov 23 08:00:00 host1 sshd[77]: ${message}`]);

    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      ...expected,
      at: Date.parse('2026-11-23T08:00:00Z'),
      protocol: 'ssh',
      server: 'host1',
      discriminator: '77',
    });
  });

  it.each([
    'Invalid user bob from 198.51.100.7 port 4242',
    'pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=198.51.100.7  user=root',
    'Connection closed by authenticating user root 198.51.100.7 port 4242 [preauth]',
    'Failed none for invalid user bob from 198.51.100.7 port 4242 ssh2',
    'Failed publickey for bob from 198.51.100.7 port 4242 ssh2: RSA-CERT ID x from 192.0.2.1 port 22 ssh2: y',
    'Failed password for bob from somewhere port 4242 ssh2',
  ])('says nothing about: %s', (message) => {
    const { events, verdicts } = read([`Nov 23 08:00:00 host1 sshd[77]: ${message}`]);

    expect(events).toEqual([]);
    expect(verdicts).toEqual(['ignored']);
  });

  it('counts a line that is repeated as often as it says', () => {
    const { events } = read([
      'Nov 23 08:00:00 host1 sshd[77]: Failed password for root from 198.51.100.7 port 4242 ssh2',
      'Nov 23 08:00:09 host1 sshd[77]: message repeated 2 times: [ Failed password for root from 198.51.100.7 port 4242 ssh2]',
    ]);

    expect(events.map(({ discriminator }) => discriminator)).toEqual(['77', '77#1', '77#2']);
  });

  it('leaves lines of other programs alone', () => {
    const line =
      'Nov 23 08:00:00 host1 other[77]: Failed password for root from 198.51.100.7 port 4242 ssh2';

    expect(read([line])).toEqual({ events: [], verdicts: ['ignored'] });
  });
});

function read(lines: readonly string[]) {
  const now = Date.parse('2026-11-23T12:00:00Z');
  const reader = sshd.open({ listener: 'unknown', timezone: 'UTC', now });
  const events: AuthEvent[] = [];
  const verdicts = lines.map((line) => reader.read(line, (event) => void events.push(event)));
  return { events, verdicts };
}
