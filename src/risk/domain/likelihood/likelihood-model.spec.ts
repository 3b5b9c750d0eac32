import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LikelihoodModel } from './likelihood-model.js';
import type { FeatureWeights, SignInValues } from './likelihood-model.js';

/** Weights of the reference: address, ASN, country; user agent, browser, system, kind of device. */
const REFERENCE: readonly FeatureWeights[] = [
  [0.6, 0.3, 0.1],
  [0.5386653840551359, 0.2680451498625666, 0.18818295100109536, 0.0051065150812021525],
];
const FIRST_SCORED = 40;

function linesOf(name: string): string[][] {
  const text = readFileSync(new URL(`./fixture/${name}.csv`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

const signIns: SignInValues[] = linesOf('golden-input').map(
  ([
    ,
    account = '',
    ip = '',
    asn = '',
    country = '',
    agent = '',
    browser = '',
    os = '',
    kind = '',
  ]) => ({
    account,
    values: [
      [ip, asn, country],
      [agent, browser, os, kind],
    ],
  }),
);
const expected = linesOf('golden-scores').map((columns) => Number(columns[4]));

function scoresOf(model: LikelihoodModel): (number | undefined)[] {
  return signIns.map((signIn) => {
    const ratio = model.ratioOf(signIn);
    model.learn(signIn);
    return ratio;
  });
}

describe('the likelihood ratio', () => {
  it('is that of the reference implementation, to 1e-9, when it may look ahead as that does', () => {
    const scores = scoresOf(new LikelihoodModel(REFERENCE, signIns)).slice(FIRST_SCORED);

    expect(scores).toHaveLength(expected.length);
    for (const [index, score] of scores.entries())
      expect(Math.abs((score ?? 0) / (expected[index] ?? 1) - 1)).toBeLessThan(1e-9);
  });

  it('differs from the reference by less than a tenth without looking ahead', () => {
    const scores = scoresOf(new LikelihoodModel(REFERENCE)).slice(FIRST_SCORED);

    const differences = scores.map((score, index) =>
      Math.abs((score ?? 0) / (expected[index] ?? 1) - 1),
    );
    expect(Math.max(...differences)).toBeLessThan(0.1);
    expect(Math.max(...differences)).toBeGreaterThan(1e-6);
  });

  it('does not depend on what comes later', () => {
    fc.assert(
      fc.property(fc.nat(signIns.length - 1), (cut) => {
        const model = new LikelihoodModel(REFERENCE);
        const whole = scoresOf(new LikelihoodModel(REFERENCE));

        for (const signIn of signIns.slice(0, cut)) model.learn(signIn);

        expect(model.ratioOf(signIns[cut] ?? { account: '', values: [] })).toBe(whole[cut]);
      }),
    );
  });

  it('is higher for what the account never had', () => {
    const model = new LikelihoodModel(REFERENCE);
    for (const signIn of signIns) model.learn(signIn);
    const usual = { account: '0', values: signIns[1]?.values ?? [] };
    const strange = { account: '0', values: [['10.9.9.9', '999', 'XX'], usual.values[1] ?? []] };

    expect(model.ratioOf(strange)).toBeGreaterThan((model.ratioOf(usual) ?? Infinity) * 5);
  });

  it('is unknown for the first sign-in of an account', () => {
    const model = new LikelihoodModel(REFERENCE);
    for (const signIn of signIns) model.learn(signIn);

    expect(model.ratioOf({ account: 'new', values: signIns[0]?.values ?? [] })).toBeUndefined();
  });
});
