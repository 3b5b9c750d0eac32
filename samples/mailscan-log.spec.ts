import { describe, expect, it } from 'vitest';
import type { AuthEvent } from '../src/events/domain/auth-event.js';
import { mailscan } from '../src/events/domain/sources/mailscan.js';
import { CASE_PASSWORDS } from './case-passwords.js';
import { sampleCompany } from './company.js';
import type { SampleServer } from './mailscan-log.js';
import { mailscanLog } from './mailscan-log.js';
import { plantedLogins } from './planted.js';

const SEED = 2010;

function linesOf(server: SampleServer): readonly string[] {
  return [...mailscanLog(SEED, server)];
}

function eventsOf(lines: readonly string[], server: SampleServer): readonly AuthEvent[] {
  const events: AuthEvent[] = [];
  const reader = mailscan.open({ listener: server, timezone: 'UTC', now: 0 });
  for (const line of lines) {
    const verdict = reader.read(line, (event) => events.push(event));
    expect(verdict).not.toBe('unparsed');
  }
  reader.end((event) => events.push(event));
  return events;
}

function count<T>(list: readonly T[], claim: (item: T) => boolean): number {
  return list.filter(claim).length;
}

function sessionsOf(lines: readonly string[]): readonly string[] {
  return lines.join('\n').split(/(?<=Exiting from thread no: \d)\n/);
}

/** Where the id was taken out the sender stands for it; a back end out of reach is asked nothing. */
function saysWho(session: string): boolean {
  return /SMTPIN: #(?:dXNy|mail from)|SMTPIN: #[A-Za-z0-9+/]{12,}={0,2}$/m.test(session);
}

const stampOf = (line: string): string => line.slice(12, 20);

describe('the sample log of the external server', () => {
  it("begins with the case's own session", () => {
    const [first, ...rest] = linesOf('external').slice(0, 43);

    expect(first).toBe(
      '28 May 2010 11:44:46 – SMTPIN: Entering into thread no: 1 (IP: 202.72.x.y)',
    );
    expect(rest.filter((line) => / SMTPIN: |220 |235 /.test(line))).toEqual(
      [
        '46 – SMTPIN: #helo 202.72.x.y',
        '47 – SMTPIN: #AUTH LOGIN',
        '49 – ROUTER-AUTH: <<<< 220 subdomain.company.co.in Microsoft ESMTP MAIL Service, Version: 6.0.3790.4675 ready at Fri, 28 May 2010 11:44:47 +0530',
        '54 – SMTPIN: # EncryptedUserID-Removed',
        '55 – SMTPIN: #EncryptedPWD-Removed',
        '56 – ROUTER-AUTH: <<<< 235 2.7.0 Authentication successful.',
        '56 – SMTPIN: #mail from:<wkjxbetrayal@company.co.in>',
        '57 – SMTPIN: #rcpt to:<Kyle_bohnert@example.com>',
        '57 – SMTPIN: #data',
        '57 – SMTPIN: Receiving data in SMT1175720159958.TMP file',
        '57 – SMTPIN: Data completed for SMT1175720159958.MSG file. Size of message 1291 bytes (1 kb).',
        '57 – SMTPIN: #quit',
        '57 – SMTPIN: Disconnecting client',
        '57 – SMTPIN: (Port:25): Client Session Completed from 202.72.218.222',
        '57 – SMTPIN: Exiting from thread no: 1',
      ].map((line) => `28 May 2010 11:44:${line}`),
    );
  });

  it('has at least 60,000 lines between 11:44:46 and 16:35:00 whose stamps never go back', () => {
    const stamps = linesOf('external').map(stampOf);

    expect(stamps.length).toBeGreaterThanOrEqual(60_000);
    expect(stamps).toEqual([...stamps].sort());
    expect(stamps.at(0)).toBe('11:44:46');
    expect((stamps.at(-1) ?? '') > '16:25:00' && (stamps.at(-1) ?? '') <= '16:35:00').toBe(true);
  });

  it('is the same for the same seed, and another for another', () => {
    const again = linesOf('external').join('\n');

    expect(linesOf('external').join('\n')).toBe(again);
    expect([...mailscanLog(SEED + 1, 'external')].join('\n')).not.toBe(again);
  });

  it('is read by the mailscan source session by session', () => {
    const lines = linesOf('external');

    const events = eventsOf(lines, 'external');

    const authentications = events.filter(({ type }) => type === 'authentication');
    expect(authentications).toHaveLength(count(sessionsOf(lines), saysWho));
    expect(count(authentications, ({ outcome }) => outcome === 'success')).toBe(
      count(lines, (line) => line.includes('<<<< 235')),
    );
    expect(count(authentications, ({ reason }) => reason === 'bad-password')).toBe(
      count(lines, (line) => line.includes('<<<< 535')),
    );
    expect(count(authentications, ({ reason }) => reason === 'backend')).toBeGreaterThan(0);
    expect(count(events, ({ type }) => type === 'message')).toBe(
      count(lines, (line) => line.includes('Data completed')),
    );
  });

  it('shows each planted account at 20 or more addresses, and no other at more than three', () => {
    const planted = plantedLogins(SEED);
    const addresses = new Map<string, Set<string>>();
    for (const { account, sourceIp, outcome } of eventsOf(linesOf('external'), 'external'))
      if (account !== undefined && sourceIp !== undefined && outcome === 'success')
        addresses.set(account, (addresses.get(account) ?? new Set()).add(sourceIp));

    const many = [...addresses].filter(([, found]) => found.size >= 20).map(([login]) => login);
    const few = [...addresses].filter(([, found]) => found.size <= 3).map(([login]) => login);

    expect(many.sort()).toEqual([...planted].sort());
    expect(many.length + few.length).toBe(addresses.size);
  });

  it('holds no password, in clear or in base64', () => {
    const text = linesOf('external').join('\n');

    for (const password of Object.values(CASE_PASSWORDS)) {
      expect(text).not.toContain(password);
      expect(text).not.toContain(Buffer.from(password).toString('base64'));
    }
  });
});

describe('the sample log of the internal server', () => {
  it('is read by the mailscan source, with a newsletter of 300 messages from one LAN address', () => {
    const events = eventsOf(linesOf('internal'), 'internal');

    const newsletter = events.filter(
      ({ type, account }) => type === 'message' && account?.startsWith('newsletter1@'),
    );
    expect(newsletter).toHaveLength(300);
    expect(new Set(newsletter.map(({ sourceIp }) => sourceIp)).size).toBe(1);
    expect(events.every(({ sourceIp }) => sourceIp?.startsWith('192.168.'))).toBe(true);
  });
});

describe('the planted accounts', () => {
  it("are 31 of the external server, the case's four among them", () => {
    const external = sampleCompany(SEED).filter(({ kind }) => kind === 'external');

    const planted = plantedLogins(SEED);

    expect(new Set(planted).size).toBe(31);
    expect(planted.slice(0, 4).map((login) => login.split('@')[0])).toEqual(
      Object.keys(CASE_PASSWORDS),
    );
    expect(planted.filter((login) => !external.some((one) => one.login === login))).toEqual([]);
  });
});
