import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientKey, isNamedClient } from './client-key.js';

describe('the key of a client', () => {
  it.each([
    ['a new version', 'Thunderbird/115.3.1', 'Thunderbird/128.10'],
    ['other letters', 'DESKTOP-7A', 'desktop-7a'],
    ['another literal address', '[192.168.1.5]', '[IPv6:2001:db8::1]'],
    ['another bare address', '192.0.2.7', '198.51.100.200'],
  ])('is the same for %s', (_case, one, other) => {
    expect(clientKey(one)).toBe(clientKey(other));
  });

  it('is another for another program', () => {
    expect(clientKey('Thunderbird/115')).not.toBe(clientKey('Outlook/115'));
  });

  it('stands for a name only when the client gave one', () => {
    expect(isNamedClient(clientKey('laptop.lan'))).toBe(true);
    expect(isNamedClient(clientKey('[10.0.0.1]'))).toBe(false);
    expect(isNamedClient(clientKey(undefined))).toBe(false);
  });

  it('is short, goes into JSON as it is and is the same each time, for any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (client) => {
        expect(clientKey(client)).toMatch(/^[a-z0-9@-]{1,7}$/);
        expect(clientKey(client)).toBe(clientKey(client));
      }),
    );
  });
});
