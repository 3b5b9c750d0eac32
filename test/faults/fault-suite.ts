import { beforeAll, expect, it } from 'vitest';
import type { FaultDirectory } from './fault-directory.js';
import {
  bringToTheirPoints,
  type Fault,
  faultsAt,
  type Point,
  type Recovery,
  VICTIMS,
  type Victim,
} from './fault-round.js';

const BUDGET_MS = 300_000;

/** What became of each fault, or why the round broke off. */
interface Round {
  readonly recoveries: readonly Recovery[] | string;
  readonly seconds: number;
}

/** Only a password that is set again may be written twice: it is the same one both times. */
function mayChange({ operation }: Fault): readonly number[] {
  return operation === 'temporary-password' ? [1, 2] : [1];
}

/** A directory, and at which points what dies is tried with it. */
export interface FaultCase {
  readonly name: string;
  readonly points: readonly Point[];
  readonly start: () => Promise<FaultDirectory>;
}

type Rounds = ReadonlyMap<FaultCase, ReadonlyMap<Victim, Round>>;

/** Kills worker, database and directory while actions stand at the points of each case. */
export function killAtEach(cases: readonly FaultCase[]): Rounds {
  const rounds = new Map(cases.map((each) => [each, new Map<Victim, Round>()]));

  beforeAll(async () => {
    const endings: Promise<void>[] = [];
    for (const [{ points, start }, ofCase] of rounds)
      for (const victim of VICTIMS) {
        const standing = await bringToTheirPoints(faultsAt(points), start);
        const killedAt = performance.now();
        // The next one begins meanwhile: most of this is waiting for what died to be missed.
        const ending = standing
          .kill(victim)
          .catch((error: unknown) => String(error))
          .then((recoveries) => {
            ofCase.set(victim, { recoveries, seconds: (performance.now() - killedAt) / 1_000 });
          });
        endings.push(ending);
      }
    await Promise.all(endings);
    for (const [{ name, points }, ofCase] of rounds) console.info(table(name, points, ofCase));
  }, BUDGET_MS);
  return rounds;
}

/** What must have become of the actions of a case. */
export function describeRecovery(rounds: Rounds, which: FaultCase): void {
  it.each(VICTIMS)(
    'leaves one effect, the right state and a whole trail when the %s dies',
    (victim) => {
      const round = rounds.get(which)?.get(victim);
      const { recoveries } = round ?? { recoveries: 'there was no round' };

      expect(recoveries).toHaveLength(faultsAt(which.points).length);
      for (const { fault, ...recovery } of typeof recoveries === 'string' ? [] : recoveries) {
        const what = `${fault.operation} at ${fault.point}`;
        expect({ what, ...recovery }).toEqual({
          what,
          status: 'applied',
          attempts: expect.any(Number),
          changes: expect.any(Number),
          isRight: true,
          trail: ['action.requested', 'action.applied'],
          happenings: ['action.requested', 'action.finished'],
        });
        expect(mayChange(fault), what).toContain(recovery.changes);
      }
    },
  );
}

function table(name: string, points: readonly Point[], rounds: ReadonlyMap<Victim, Round>): string {
  const rows = points.map((point) => {
    const cells = VICTIMS.map((victim) => cellOf(point, rounds.get(victim)?.recoveries ?? []));
    return `| \`${point}\` | ${cells.join(' | ')} |`;
  });
  const seconds = VICTIMS.map((victim) => `${rounds.get(victim)?.seconds.toFixed(0)} s`);
  return [
    `Effects in ${name}, and in brackets tries, of lock, force-reset and temporary-password:`,
    `| Point | ${VICTIMS.join(' | ')} |`,
    `| --- |${VICTIMS.map(() => ' --- |').join('')}`,
    ...rows,
    `| from the kill to the end of all | ${seconds.join(' | ')} |`,
  ].join('\n');
}

function cellOf(point: Point, recoveries: Round['recoveries']): string {
  if (typeof recoveries === 'string') return recoveries;
  return recoveries
    .filter(({ fault }) => fault.point === point)
    .map(({ changes, attempts }) => `${changes} (${attempts})`)
    .join(', ');
}
