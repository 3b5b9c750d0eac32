import { describe, expect, it } from 'vitest';
import { GeoLocator } from './geo-locator.js';

describe('geo locator', () => {
  it('knows places from the optional package, IPv4 and IPv6', async () => {
    const locator = await GeoLocator.open(undefined);

    expect(locator.locate('202.72.218.222')).toMatchObject({ country: 'ID' });
    expect(locator.locate('2606:4700:4700::1111')?.country).toMatch(/^[A-Z]{2}$/);
  });

  it('knows no place of a private or documentation address', async () => {
    const locator = await GeoLocator.open(undefined);

    expect(locator.locate('192.168.9.103')).toBeUndefined();
    expect(locator.locate('2001:db8::1')).toBeUndefined();
  });

  it('knows no place at all without a database', () => {
    expect(GeoLocator.none().locate('8.8.8.8')).toBeUndefined();
  });

  it("names the operator's file when it can't be read", async () => {
    await expect(GeoLocator.open('/nowhere/city.mmdb')).rejects.toThrow(
      "GEOIP_CITY_DB can't be read: /nowhere/city.mmdb",
    );
  });
});
