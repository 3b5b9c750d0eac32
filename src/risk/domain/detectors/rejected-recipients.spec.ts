import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aMessage } from '../fold-event.builder.js';
import { rejectedRecipients } from './rejected-recipients.js';

const options = rejectedRecipients.options.parse({});
const event = aMessage({ message: { recipients: 2, rejectedRecipients: 60 } });
const facts = { undelivered: () => ({ recipients: 2, refused: 60, bounced: 0 }) };

describe('rejected recipients', () => {
  it('are signalled when they are many', () => {
    const signal = rejectedRecipients.inspect(event, someFacts(facts), options);

    expect(signal?.confidence).toBe(1);
    expect(signal?.evidence['percent']).toBe(97);
  });

  it.each([
    ['when recipients exist', aMessage(), {}],
    [
      'on a few typing errors',
      event,
      { undelivered: () => ({ recipients: 2, refused: 3, bounced: 0 }) },
    ],
    [
      'where they are a small share',
      event,
      { undelivered: () => ({ recipients: 500, refused: 60, bounced: 0 }) },
    ],
  ])('is silent %s', (_case, silent, overrides) => {
    expect(
      rejectedRecipients.inspect(silent, someFacts({ ...facts, ...overrides }), options),
    ).toBeUndefined();
  });
});
