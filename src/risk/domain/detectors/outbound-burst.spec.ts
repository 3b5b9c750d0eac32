import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import type { HourVolume } from '../volume.js';
import { aFoldEvent, aMessage } from '../fold-event.builder.js';
import { outboundBurst } from './outbound-burst.js';

const options = outboundBurst.options.parse({});

function confidenceOf(volume: HourVolume, before: HourVolume & { readonly days: number }): number {
  const facts = someFacts({ volume: () => volume, volumeBaseline: () => before });
  return outboundBurst.inspect(aMessage(), facts, options)?.confidence ?? 0;
}

const quiet = { messages: 6, recipients: 20, days: 10 };
const newsletter = { messages: 900, recipients: 4_000, days: 4 };
const unknown = { messages: 0, recipients: 0, days: 0 };

describe('an outbound burst', () => {
  it('is signalled against what the account usually sends', () => {
    expect(confidenceOf({ messages: 90, recipients: 100 }, quiet)).toBe(1);
  });

  it('is signalled for few messages to very many recipients', () => {
    expect(confidenceOf({ messages: 3, recipients: 900 }, quiet)).toBe(1);
  });

  it('is signalled gently without history', () => {
    expect(confidenceOf({ messages: 900, recipients: 9_000 }, unknown)).toBe(0.5);
  });

  it.each([
    [
      'a newsletter account with such bursts before',
      { messages: 1_200, recipients: 6_000 },
      newsletter,
    ],
    ['a busy hour below the floor', { messages: 59, recipients: 199 }, quiet],
    ['a busy hour without history', { messages: 150, recipients: 400 }, unknown],
  ])('is silent on %s', (_case, volume, before) => {
    expect(confidenceOf(volume, before)).toBe(0);
  });

  it.each([
    ['a sign-in', aFoldEvent()],
    ['a rejected message', aMessage({ outcome: 'failure' })],
  ])('is silent on %s', (_case, event) => {
    const facts = someFacts({ volume: () => ({ messages: 900, recipients: 900 }) });

    expect(outboundBurst.inspect(event, facts, options)).toBeUndefined();
  });
});
