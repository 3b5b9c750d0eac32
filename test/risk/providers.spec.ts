import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeMmdb } from '../../src/platform/geoip/mmdb.builder.js';
import { sendEvents } from '../support/asking.js';
import { openWorld, type World } from '../support/world.js';

const START = Date.UTC(2026, 5, 1, 8);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ACCOUNT = 'alice@example.test';

const signIn = (at: number, sourceIp: string) => ({
  type: 'authentication',
  time: new Date(at).toISOString(),
  account: ACCOUNT,
  sourceIp,
  protocol: 'imap',
  outcome: 'success',
});

/** Six days at home, four sign-ins each. */
const atHome = Array.from({ length: 24 }, (_, n) =>
  signIn(START + Math.floor(n / 4) * DAY + (n % 4) * HOUR, '203.0.113.9'),
);

describe('providers by their autonomous systems', () => {
  let directory = '';
  let world: World;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'authwarden-providers-'));
    const file = join(directory, 'asn.mmdb');
    const atHomeToo = {
      autonomous_system_number: 64_500,
      autonomous_system_organization: 'Example Networks',
    };
    await writeMmdb(file, 'GeoLite2-ASN', {
      '203.0.113.0/24': atHomeToo,
      '198.51.100.0/24': atHomeToo,
      '192.0.2.0/24': {
        autonomous_system_number: 64_501,
        autonomous_system_organization: 'Example Hosting',
      },
    });
    world = await openWorld({ GEOIP_ASN_DB: file });
  });
  afterAll(async () => {
    await world.close();
    await rm(directory, { recursive: true });
  });

  it('tell another network of the same provider from another provider', async () => {
    await world.beginAnew([ACCOUNT]);
    await sendEvents(world.service.ask, atHome);
    await sendEvents(world.service.ask, [
      signIn(START + 6 * DAY, '198.51.100.7'),
      signIn(START + 6 * DAY + HOUR, '192.0.2.7'),
    ]);

    const { body } = await world.service.ask('/v1/signals?detector=new-provider');
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({
      summary: expect.stringContaining('AS64501 (Example Hosting)'),
      evidence: { provider: 'AS64501', address: '192.0.2.7' },
    });
  });

  it('are shown with the events', async () => {
    const { body } = await world.service.ask('/v1/events?sourceIp=192.0.2.7');

    expect(body.items[0].place).toEqual({
      country: null,
      city: null,
      asn: 64_501,
      organization: 'Example Hosting',
    });
  });

  it('are mentioned by the diagnostics', async () => {
    const { body } = await world.service.ask('/v1/diagnostics');

    const checks: { id: string; detail: string }[] = body.items;
    expect(checks.find(({ id }) => id === 'geolocation')?.detail).toContain(
      join(directory, 'asn.mmdb'),
    );
  });
});
