import { writeFile } from 'node:fs/promises';
import { HOUR_MS } from '../../src/kernel/clock.js';
import type { Evaluated } from './run-evaluation.js';

const SIGNALS_SHOWN = 12;
const AROUND_MS = 72 * HOUR_MS;

/** Writes Authwarden's misses and false alarms with what led to them, one JSON object a line. */
export async function writeDetails(
  file: string,
  { own, findings, simulation }: Evaluated,
): Promise<void> {
  const people = new Map(simulation.people.map((person) => [person.login, person]));
  const signalsAround = (account: string, from: number, to: number) =>
    findings
      .signalsOf(account)
      .filter(({ at }) => at >= from - AROUND_MS && at <= to)
      .slice(-SIGNALS_SHOWN)
      .map(({ at, detector, confidence, summary }) => ({
        at: new Date(at).toISOString(),
        detector,
        confidence,
        summary,
      }));
  const missed = own.missed.map(({ attack, account, signIns, messages }) => ({
    what: 'missed',
    attack,
    account,
    kind: people.get(account)?.kind,
    from: new Date(signIns[0] ?? 0).toISOString(),
    signIns: signIns.length,
    messages: messages.length,
    signals: signalsAround(account, signIns[0] ?? 0, signIns.at(-1) ?? 0),
  }));
  const raised = new Map(findings.alarms.map((alarm) => [`${alarm.account}/${alarm.at}`, alarm]));
  const falseAlarms = own.falseAlarms.map(({ account, at }) => ({
    what: 'false alarm',
    account,
    kind: people.get(account)?.kind,
    at: new Date(at).toISOString(),
    score: raised.get(`${account}/${at}`)?.score,
    because: raised.get(`${account}/${at}`)?.because,
  }));
  const lines = [...missed, ...falseAlarms].map((one) => `${JSON.stringify(one)}\n`);
  await writeFile(file, lines.join(''));
}
