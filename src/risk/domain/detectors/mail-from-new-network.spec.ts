import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aMessage } from '../fold-event.builder.js';
import { mailFromNewNetwork } from './mail-from-new-network.js';

const options = mailFromNewNetwork.options.parse({});
const event = aMessage();
const facts = { undelivered: () => ({ recipients: 80, refused: 0, bounced: 0 }) };

describe('mail after a sign-in from elsewhere', () => {
  it('is signalled when it goes to many', () => {
    const signal = mailFromNewNetwork.inspect(event, someFacts(facts), options);

    expect(signal?.confidence).toBe(1);
    expect(signal?.evidence).toMatchObject({ recipients: 80, minutesSinceFirstUse: 0 });
  });

  it('is signalled when recipients do not exist', () => {
    const refused = { undelivered: () => ({ recipients: 2, refused: 8, bounced: 0 }) };

    expect(mailFromNewNetwork.inspect(event, someFacts(refused), options)?.confidence).toBe(1);
  });

  it('is signalled from the third new network of a day on, whatever is sent', () => {
    const spread = {
      undelivered: () => ({ recipients: 1, refused: 0, bounced: 0 }),
      newNetworks: () => 3,
    };

    expect(mailFromNewNetwork.inspect(event, someFacts(spread), options)?.confidence).toBeCloseTo(
      0.4,
    );
  });

  it.each([
    ['at a network that is known', event, { networkAge: () => undefined }],
    ['a day after the first use', event, { networkAge: () => 23 * 3_600_000 }],
    [
      'when a traveller writes',
      event,
      { undelivered: () => ({ recipients: 2, refused: 0, bounced: 0 }) },
    ],
  ])('is silent %s', (_case, silent, overrides) => {
    expect(
      mailFromNewNetwork.inspect(silent, someFacts({ ...facts, ...overrides }), options),
    ).toBeUndefined();
  });
});
