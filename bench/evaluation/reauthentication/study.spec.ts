import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../samples/random.js';
import { LikelihoodModel } from '../../../src/risk/domain/likelihood/likelihood-model.js';
import { HashCounts } from './hash-counts.js';
import { cellsOf, studyDataset } from './rba-dataset.js';
import { OwnCounts, SignInCounts, type SignInFeatures } from './sign-in-counts.js';
import { ReauthenticationStudy, type StudiedSignIn } from './study.js';

const random = seededRandom(1, 'study');

/** Somebody of a small town: his own address most of the time, one client, one country. */
function aSignIn(overrides: Partial<StudiedSignIn> = {}): StudiedSignIn {
  const account = `a${random.whole(1, 60)}`;
  const address = random.chance(0.9) ? `home of ${account}` : `café ${random.whole(1, 9)}`;
  return {
    account,
    town: 'DE/Town',
    isTakeover: false,
    features: {
      address: [address, `provider ${account.length}`, 'DE'],
      client: [`client of ${account}`, 'program', 'system', 'kind'],
    },
    ...overrides,
  };
}

function signIns(count: number): readonly StudiedSignIn[] {
  return Array.from({ length: count }, () => aSignIn());
}

function studyOf(
  rows: readonly StudiedSignIn[],
  { hasTakeovers = false } = {},
): ReauthenticationStudy {
  const study = new ReauthenticationStudy({
    random: seededRandom(2, 'study'),
    anywhere: () => [`far ${random.whole(1, 999)}`, 'away', 'RO'],
    isStudied: () => true,
    hasTakeovers,
  });
  for (const row of rows) study.see(row);
  return study;
}

describe('counters by hash', () => {
  it('count like a map, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (texts) => {
        const counts = new HashCounts();
        const map = new Map<string, number>();
        for (const text of texts) {
          expect(counts.add(text)).toBe(map.get(text) ?? 0);
          map.set(text, (map.get(text) ?? 0) + 1);
        }
        expect(counts.size).toBe(map.size);
        for (const [text, count] of map) expect(counts.get(text)).toBe(count);
      }),
    );
  });

  it('keep their counts while they grow', () => {
    const counts = new HashCounts();
    for (let turn = 0; turn < 50_000; turn += 1) counts.add(`value ${turn % 20_000}`);

    expect(counts.size).toBe(20_000);
    expect(counts.get('value 7')).toBe(3);
    expect(counts.get('value 19999')).toBe(2);
    expect(counts.get('no value')).toBe(0);
  });
});

describe('the counters of a study', () => {
  it("give the scores of the product's own model", () => {
    const model = new LikelihoodModel([
      [0.6, 0.3, 0.1],
      [0.5386653840551359, 0.2680451498625666, 0.18818295100109536, 0.0051065150812021525],
    ]);
    const counts = new SignInCounts();
    const own = new Map<string, OwnCounts>();

    for (const { account, features } of signIns(2_000)) {
      const values = [features.address, features.client];
      const mine = own.get(account) ?? new OwnCounts();
      own.set(account, mine);
      const expected = model.ratioOf({ account, values });
      const ratio = counts.ratioOf(features, mine);
      expect(ratio ?? -1).toBeCloseTo(expected ?? -1, 12);
      model.learn({ account, values });
      counts.learn(account, features);
      mine.learn(features);
    }
  });
});

describe('a study of re-authentication', () => {
  it('asks honest people more often, the more attackers are to be stopped', () => {
    const table = studyOf(signIns(4_000)).table();

    const at12 = table.filter(({ attacker }) => attacker === 'targeted').map((r) => r.medians[1]);
    expect(at12).toHaveLength(5);
    expect(at12).toEqual(at12.toSorted((a, b) => (b ?? 0) - (a ?? 0)));
  });

  it('asks more often to stop who knows more', () => {
    const table = studyOf(signIns(4_000)).table();

    const of = (attacker: string) =>
      table.find((row) => row.attacker === attacker)?.medians.at(-1) ?? Number.NaN;
    expect(of('very-targeted')).toBeGreaterThanOrEqual(of('naive'));
  });

  it('takes known takeovers for the very targeted attacker, and learns nothing from them', () => {
    const strange: SignInFeatures = {
      address: ['far', 'away', 'RO'],
      client: ['other', 'other', 'other', 'other'],
    };
    const takeovers = Array.from({ length: 10 }, () =>
      aSignIn({ isTakeover: true, features: strange }),
    );

    const study = studyOf([...signIns(3_000), ...takeovers], { hasTakeovers: true });

    expect(study.size().attacks['very-targeted']).toBe(10);
    // Nobody honest looks like this, so stopping them costs next to nothing.
    const row = study.table().find(({ attacker }) => attacker === 'very-targeted');
    expect(row?.medians).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('the reader of rba-dataset.csv', () => {
  it.each([
    ['a,b,c', ['a', 'b', 'c']],
    ['a,"b, c",d', ['a', 'b, c', 'd']],
    ['"a ""b""",,"c"', ['a "b"', '', 'c']],
    ['"open, end', ['open, end']],
    ['a,', ['a', '']],
  ])('takes %j apart', (line, cells) => {
    expect(cellsOf(line)).toEqual(cells);
  });

  it('studies a file of its form', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'rba-'));
    const header =
      'index,Login Timestamp,User ID,Round-Trip Time [ms],IP Address,Country,Region,City,ASN,User Agent String,Browser Name and Version,OS Name and Version,Device Type,Login Successful,Is Attack IP,Is Account Takeover';
    const row = (turn: number, tail: string): string =>
      `${turn},2020-02-03 12:43:30.772,u${turn % 20},,10.0.0.${turn % 20},NO,Oslo,Oslo,29695,"Mozilla/5.0 (X, like Gecko) ${turn % 3}",Chrome 79,Mac OS X,desktop,${tail}`;
    const rows = Array.from({ length: 400 }, (_, turn) =>
      row(turn, turn % 10 === 0 ? 'False,False,False' : 'True,False,False'),
    );
    const file = join(directory, 'rba-dataset.csv');
    try {
      await writeFile(file, [header, ...rows, row(401, 'True,True,True'), ''].join('\n'));

      const { accounts, attacks } = await studyDataset(file, () => undefined);

      expect(accounts).toBe(18);
      expect(attacks['very-targeted']).toBe(1);
      await expect(studyDataset(import.meta.filename, () => undefined)).rejects.toThrow(
        'the data set has no column',
      );
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
