import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOf, withoutCredentials } from './redaction.js';

describe('messages about a URL', () => {
  it('name the place alone', () => {
    expect(placeOf('redis://queue:s3cret@192.0.2.7:6379/2?password=other')).toBe(
      '192.0.2.7:6379/2',
    );
  });

  it('lose the password, written or decoded', () => {
    const url = 'redis://queue:a%2Fb%40c@192.0.2.7';

    expect(withoutCredentials(`${url} said a%2Fb%40c, a/b@c`, url)).toBe('*** said ***, ***');
  });

  it('never hold the password, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), (password) => {
        fc.pre(!'*** said '.includes(password));
        const url = `redis://queue:${encodeURIComponent(password)}@192.0.2.7`;

        expect(withoutCredentials(`said ${password}`, url)).not.toContain(password);
      }),
    );
  });

  it('lose a thing that is no URL at all', () => {
    expect(withoutCredentials('cannot read my-password', 'my-password')).toBe('cannot read ***');
  });
});
