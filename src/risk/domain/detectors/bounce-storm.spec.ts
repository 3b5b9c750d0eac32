import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aMessage } from '../fold-event.builder.js';
import { bounceStorm } from './bounce-storm.js';

const options = bounceStorm.options.parse({});
const event = aMessage({
  outcome: 'failure',
  message: { recipients: 0, rejectedRecipients: 0, bounced: 1 },
});
const facts = { undelivered: () => ({ recipients: 90, refused: 0, bounced: 60 }) };

describe('a bounce storm', () => {
  it('is signalled', () => {
    const signal = bounceStorm.inspect(event, someFacts(facts), options);

    expect(signal?.confidence).toBe(1);
    expect(signal?.summary).toBe('Mail to 60 recipients bounced within this hour.');
  });

  it.each([
    [
      'on a few bounces',
      event,
      { undelivered: () => ({ recipients: 90, refused: 0, bounced: 7 }) },
    ],
    ['on a message that did not bounce', aMessage(), {}],
  ])('is silent %s', (_case, silent, overrides) => {
    expect(
      bounceStorm.inspect(silent, someFacts({ ...facts, ...overrides }), options),
    ).toBeUndefined();
  });
});
