import { beforeAll, describe, expect, it } from 'vitest';
import {
  bringToTheirPoints,
  type Fault,
  FAULTS,
  POINTS,
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

describe('promise 4: kill -9 at every step of an action', () => {
  const rounds = new Map<Victim, Round>();

  beforeAll(async () => {
    const endings: Promise<void>[] = [];
    for (const victim of VICTIMS) {
      const round = await bringToTheirPoints();
      const killedAt = performance.now();
      // The next one begins meanwhile: most of this is waiting for what died to be missed.
      const ending = round
        .kill(victim)
        .catch((error: unknown) => String(error))
        .then((recoveries) => {
          rounds.set(victim, { recoveries, seconds: (performance.now() - killedAt) / 1_000 });
        });
      endings.push(ending);
    }
    await Promise.all(endings);
    console.info(table(rounds));
  }, BUDGET_MS);

  it.each(VICTIMS)(
    'leaves one effect, the right state and a whole trail when the %s dies',
    (victim) => {
      const { recoveries } = rounds.get(victim) ?? { recoveries: 'there was no round' };

      expect(recoveries).toHaveLength(FAULTS.length);
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
});

function table(rounds: ReadonlyMap<Victim, Round>): string {
  const victims = VICTIMS;
  const rows = POINTS.map((point) => {
    const cells = victims.map((victim) => {
      const recoveries = rounds.get(victim)?.recoveries ?? [];
      return typeof recoveries === 'string'
        ? recoveries
        : recoveries
            .filter(({ fault }) => fault.point === point)
            .map(({ changes, attempts }) => `${changes} (${attempts})`)
            .join(', ');
    });
    return `| \`${point}\` | ${cells.join(' | ')} |`;
  });
  const seconds = victims.map((victim) => `${rounds.get(victim)?.seconds.toFixed(0)} s`);
  return [
    'Effects in the directory, and in brackets tries, of lock, force-reset and temporary-password:',
    `| Point | ${victims.join(' | ')} |`,
    `| --- |${victims.map(() => ' --- |').join('')}`,
    ...rows,
    `| from the kill to the end of all | ${seconds.join(' | ')} |`,
  ].join('\n');
}
