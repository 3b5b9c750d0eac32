import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../kernel/clock.js';
import { newAccountState } from '../account-state.js';
import type { AccountState } from '../account-state.js';
import { applyEvent } from '../apply-event.js';
import { CASE_START, aFoldEvent } from '../fold-event.builder.js';
import { methodHabit } from '../habit-keys.js';
import { mailLikelihood } from './mail-likelihood.js';
import { countedKeys, modelOf } from './sign-in-model.js';

const PLACES = [{ country: 'IN' }, { country: 'BR' }, { country: 'DE' }];

function stateAt(home: number, signIns = 40): AccountState {
  const state = newAccountState();
  for (let n = 0; n < signIns; n += 1)
    applyEvent(
      state,
      aFoldEvent({
        at: CASE_START + n * HOUR_MS,
        id: String(n).padStart(6, '0'),
        sourceIp: `192.${home}.2.7`,
        place: PLACES[home % PLACES.length],
        client: `mua-${'abc'[home % 3] ?? ''}`,
      }),
    );
  return state;
}

const states = Array.from({ length: 12 }, (_, home) => stateAt(home));

const at = (home: number, client = `mua-${'abc'[home % 3] ?? ''}`) =>
  aFoldEvent({
    at: CASE_START + 1_000 * HOUR_MS,
    sourceIp: `192.${home}.2.9`,
    place: PLACES[home % PLACES.length],
    client,
  });

const counts = new Map<string, number>();
for (let home = 0; home < 12; home += 1)
  for (let n = 0; n < 40; n += 1)
    for (const key of countedKeys({ ...at(home), id: '0' }))
      counts.set(key, (counts.get(key) ?? 0) + 1);

describe('the likelihood of a sign-in to mail', () => {
  const model = modelOf(counts);

  it('is low at home, higher elsewhere, and highest with another program in another country', () => {
    const [state = newAccountState()] = states;

    const home = mailLikelihood(state, at(0), model) ?? Infinity;
    const elsewhere = mailLikelihood(state, at(3), model) ?? 0;
    const strange = mailLikelihood(state, at(1), model) ?? 0;

    expect(home).toBeLessThan(1);
    expect(elsewhere).toBeGreaterThan(home);
    expect(strange).toBeGreaterThan(elsewhere * 3);
  });

  it('is higher for a mechanism and an encryption that the account never used', () => {
    const [state = newAccountState()] = states;
    const usual = at(3);
    const others = new Map(counts);
    const unusual = {
      ...usual,
      event: { ...usual.event, mechanism: 'login', tls: false } as const,
    };

    others.set(methodHabit(unusual.event), 200);
    const ratioOf = (event: typeof usual) => mailLikelihood(state, event, modelOf(others)) ?? 0;

    expect(ratioOf(unusual)).toBeGreaterThan(ratioOf(usual));
  });

  it('is unknown without a model, and for the first sign-in', () => {
    expect(mailLikelihood(stateAt(0), at(0), undefined)).toBeUndefined();
    expect(mailLikelihood(newAccountState(), at(0), model)).toBeUndefined();
  });

  it('is a positive number whatever the counts', () => {
    fc.assert(
      fc.property(fc.nat(11), fc.nat(40), fc.string(), (home, other, client) => {
        const ratio = mailLikelihood(states[home] ?? newAccountState(), at(other, client), model);

        expect(ratio).toBeGreaterThan(0);
        expect(ratio).toBeLessThan(Infinity);
      }),
    );
  });

  it('waits until the site is known', () => {
    expect(modelOf(new Map([['#', 299]]))).toBeUndefined();
    expect(model).toMatchObject({ signIns: 480, providers: 12, countries: 3 });
  });

  it('counts one sign-in of sixteen, and nothing else', () => {
    expect(countedKeys({ ...at(0), id: 'f0' })).toHaveLength(6);
    expect(countedKeys({ ...at(0), id: '0f' })).toEqual([]);
    expect(countedKeys({ ...aFoldEvent({ outcome: 'failure' }), id: '0' })).toEqual([]);
  });
});
