import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Api } from './api.js';
import { sum } from '../../src/cli/screen/counting.js';

const POLL_MS = 250;
/** Accounts are joined every ten seconds, beside ingest; a busy machine may need some more. */
const PATIENCE_MS = 60_000;
const REPORT_FILE = 'incident-report.html';

const Incident = z.object({ id: z.string(), accounts: z.number(), status: z.string() });

const Report = z.object({
  incident: z.object({ number: z.number(), title: z.string() }),
  questions: z.array(z.object({ number: z.number(), question: z.string(), answer: z.string() })),
});

/** The incident that the service made of the attack, in short. */
export interface DemoIncident {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly accounts: number;
  /** The ten questions of the case, answered. */
  readonly answers: readonly {
    readonly number: number;
    readonly question: string;
    readonly answer: string;
  }[];
  /** Path of the report, a page for a browser. */
  readonly reportFile: string;
}

/**
 * Waits until the accounts in trouble are joined, and keeps the report of the largest incident.
 *
 * @param severe accounts at level high or above
 * @returns undefined when none is made in time
 */
export async function largestIncident(
  api: Api,
  severe: number,
  dataDir: string,
): Promise<DemoIncident | undefined> {
  const deadline = performance.now() + PATIENCE_MS;
  let incidents: z.output<typeof Incident>[];
  do {
    const all = await api.list('/v1/incidents', Incident);
    incidents = all.filter(({ status }) => status !== 'merged');
    if (sum(incidents.map(({ accounts }) => accounts)) >= severe) break;
    await api.pause(POLL_MS);
  } while (performance.now() < deadline);
  const [largest] = incidents.toSorted((a, b) => b.accounts - a.accounts);
  if (!largest) return undefined;

  const path = `/v1/incidents/${largest.id}/report`;
  const { incident, questions } = await api.get(path, Report);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const reportFile = join(dataDir, REPORT_FILE);
  writeFileSync(reportFile, await api.text(path, 'text/html'), { mode: 0o600 });
  const { id, accounts } = largest;
  return { id, accounts, ...incident, answers: questions, reportFile };
}
