import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aMessage } from '../fold-event.builder.js';
import { undeliverableMail } from './undeliverable-mail.js';

const options = undeliverableMail.options.parse({});
const bounced = aMessage({
  outcome: 'failure',
  message: { recipients: 0, rejectedRecipients: 0, bounced: 1 },
});

const confidenceAt = (messages: number) =>
  undeliverableMail.inspect(bounced, someFacts({ failedMail: () => messages }), options)
    ?.confidence ?? 0;

describe('undeliverable mail from elsewhere', () => {
  it('is the surer, the more messages failed', () => {
    expect([1, 2, 3, 4, 8].map(confidenceAt)).toEqual([0, 0.5, 0.85, 1, 1]);
  });

  it('is signalled by recipients that are refused, too', () => {
    const refused = aMessage({ message: { recipients: 1, rejectedRecipients: 3 } });

    const signal = undeliverableMail.inspect(refused, someFacts({ failedMail: () => 3 }), options);

    expect(signal?.evidence).toMatchObject({ failedMessages: 3, refusedRecipients: 3 });
  });

  it('is silent on mail that gets through, whatever failed before', () => {
    const facts = someFacts({ failedMail: () => 8 });

    expect(undeliverableMail.inspect(aMessage(), facts, options)).toBeUndefined();
  });
});
