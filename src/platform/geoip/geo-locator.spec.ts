import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GeoLocator } from './geo-locator.js';
import { writeMmdb } from './mmdb.builder.js';

describe('geo locator', () => {
  it('knows places from the optional package, IPv4 and IPv6', async () => {
    const locator = await GeoLocator.open({});

    expect(locator.locate('202.72.218.222')).toMatchObject({ country: 'ID' });
    expect(locator.locate('2606:4700:4700::1111')?.country).toMatch(/^[A-Z]{2}$/);
  });

  it('knows no place of a private or documentation address', async () => {
    const locator = await GeoLocator.open({});

    expect(locator.locate('192.168.9.103')).toBeUndefined();
    expect(locator.locate('2001:db8::1')).toBeUndefined();
  });

  it('knows no place at all without a database', () => {
    expect(GeoLocator.none().locate('8.8.8.8')).toBeUndefined();
  });

  it("names the operator's file when it can't be read", async () => {
    await expect(GeoLocator.open({ city: '/nowhere/city.mmdb' })).rejects.toThrow(
      "GEOIP_CITY_DB can't be read: /nowhere/city.mmdb",
    );
  });
});

describe('autonomous systems', () => {
  let directory = '';
  let asn = '';

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'authwarden-geoip-'));
    asn = join(directory, 'asn.mmdb');
    await writeMmdb(asn, 'GeoLite2-ASN', {
      '198.51.100.0/24': {
        autonomous_system_number: 64_500,
        autonomous_system_organization: 'Example Networks',
      },
      '202.72.208.0/20': { autonomous_system_number: 64_501 },
      '203.0.113.0/25': { autonomous_system_number: 0 },
    });
  });
  afterAll(() => rm(directory, { recursive: true }));

  it("are read from the operator's file, with the name of who runs them", async () => {
    const locator = await GeoLocator.open({ asn });

    expect(locator.locate('198.51.100.7')).toEqual({
      asn: 64_500,
      organization: 'Example Networks',
    });
    expect(locator.description.asn).toBe(asn);
  });

  it('come beside the place that the database of cities knows', async () => {
    const locator = await GeoLocator.open({ asn });

    expect(locator.locate('202.72.218.222')).toMatchObject({ country: 'ID', asn: 64_501 });
  });

  it('are unknown where the file says nothing, or nothing that is a number of one', async () => {
    const locator = await GeoLocator.open({ asn });

    expect(locator.locate('192.0.2.1')).toBeUndefined();
    expect(locator.locate('203.0.113.1')).toBeUndefined();
    expect(locator.locate('2606:4700:4700::1111')?.asn).toBeUndefined();
  });

  it('name the file when it is none', async () => {
    await expect(GeoLocator.open({ asn: join(directory, 'none.mmdb') })).rejects.toThrow(
      `GEOIP_ASN_DB can't be read: ${join(directory, 'none.mmdb')}`,
    );
  });
});
