import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aFoldEvent } from '../fold-event.builder.js';
import { suspiciousHelo } from './suspicious-helo.js';

const options = suspiciousHelo.options.parse({});
const facts = {};

describe('a suspicious HELO', () => {
  it.each([
    ['a bare address', '192.0.2.1', 0.6],
    ['a bare address whose end the log hides', '202.72.x.y', 0.6],
    ['a bare private address', '10.0.0.7', 0.6],
    ["somebody else's address", '[198.51.100.4]', 1],
    ["this server's name", 'MX1.example.test', 1],
    ["the site's domain", 'example.test', 1],
  ])('is signalled on %s', (_case, client, confidence) => {
    const event = aFoldEvent({ client, server: 'mx1.example.test' });

    expect(suspiciousHelo.inspect(event, someFacts(facts), options)?.confidence).toBe(confidence);
  });

  it.each([
    ['on a name', aFoldEvent({ client: 'laptop.lan' }), {}],
    ['on the own address in brackets', aFoldEvent({ client: '[192.0.2.1]' }), {}],
    ['on a private address in brackets', aFoldEvent({ client: '[192.168.1.5]' }), {}],
    ['on IMAP', aFoldEvent({ client: '192.0.2.1', protocol: 'imap' }), {}],
    [
      'at a network known for long',
      aFoldEvent({ client: '192.0.2.1' }),
      { isKnownNetwork: () => true, networkAge: () => undefined },
    ],
  ])('is silent %s', (_case, silent, overrides) => {
    expect(
      suspiciousHelo.inspect(silent, someFacts({ ...facts, ...overrides }), options),
    ).toBeUndefined();
  });
});
