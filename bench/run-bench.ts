import type { Figures } from './figures.js';
import { latencies, rateOf, sendEvents, type Sent } from './measure/events.js';
import { sendLog, type SentLog } from './measure/logs.js';
import { rawCopy, type RawCopy } from './measure/raw-copy.js';
import { median } from './measure/statistics.js';
import { storedEvents } from './measure/stored-events.js';
import { ApiClient } from './service/api-client.js';
import { peakMemory } from './service/memory.js';
import type { ServiceProcess } from './service/service-process.js';
import type { Site } from './service/site.js';
import type { Sizes } from './sizes.js';
import { dayOfEvents, ndjsonBatches } from './workload/day-of-events.js';
import { dovecotSession } from './workload/dovecot-sessions.js';
import { logChunks, type SessionWriter } from './workload/log-lines.js';
import { aPopulation, type Population } from './workload/population.js';
import { postfixSession } from './workload/postfix-sessions.js';

const SEED = 20_240_304;
const FIRST_DAY = Date.UTC(2024, 2, 4);
const DAY_MS = 86_400_000;
const MEGABYTE = 1_000_000;

/** What a bench works with. */
export interface Bench {
  readonly site: Site;
  readonly service: ServiceProcess;
  readonly sizes: Sizes;
  readonly log: (message: string) => void;
}

/**
 * Measures everything, one thing after the other, each on days of its own.
 *
 * @throws Error when the database doesn't hold exactly what the service accepted
 */
export async function runBench(bench: Bench): Promise<Figures> {
  const begun = performance.now();
  const run = new Run(bench);
  try {
    const upload = await run.upload();
    await run.warmUp();
    const batches = await run.batches();
    const singles = await run.singles();
    const postfix = await run.logs('postfix', postfixSession);
    const dovecot = await run.logs('dovecot', dovecotSession);
    const peakMemoryMegabytes = run.peakMegabytes();
    const counts = await run.counts();
    const runSeconds = (performance.now() - begun) / 1_000;
    return {
      ...batches,
      ...singles,
      postfixLinesPerSecond: postfix.linesPerSecond,
      postfixEventsPerLine: postfix.eventsPerLine,
      dovecotLinesPerSecond: dovecot.linesPerSecond,
      dovecotEventsPerLine: dovecot.eventsPerLine,
      ...upload,
      peakMemoryMegabytes,
      ...counts,
      runSeconds,
    };
  } finally {
    run.close();
  }
}

class Run {
  private readonly population: Population;
  private readonly client: ApiClient;
  private days = 0;
  private accepted = 0;
  private signals = 0;

  constructor(private readonly bench: Bench) {
    const { service, sizes } = bench;
    this.population = aPopulation(SEED, sizes.accounts);
    this.client = new ApiClient(service.url, service.apiKey, sizes.singleConnections);
  }

  close(): void {
    this.client.close();
  }

  /** Lets the service compile its hot paths and learn the accounts. */
  async warmUp(): Promise<void> {
    this.bench.log('warming up');
    const { warmUpEvents, singleConnections } = this.bench.sizes;
    await this.send(this.nextDay(), warmUpEvents, 1);
    await this.sendSingles(this.nextDay(), singleConnections * 10);
  }

  async batches() {
    const { rounds, dayEvents } = this.bench.sizes;
    const oneInFlight: number[] = [];
    const eightInFlight: number[] = [];
    const copies: RawCopy[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      this.bench.log(`batches, one and eight in flight, and raw COPY: round ${round} of ${rounds}`);
      const day = this.nextDay();
      oneInFlight.push(rateOf(await this.send(day, dayEvents, 1)));
      eightInFlight.push(rateOf(await this.send(this.nextDay(), dayEvents, 8)));
      copies.push(await this.copy(day, dayEvents));
    }
    const [one, eight] = [median(oneInFlight), median(eightInFlight)];
    const best = Math.max(one, eight);
    const rawCopies = copies.map(({ rows, seconds }) => rows / seconds);
    const isOneBest = one >= eight;
    return {
      batchEventsPerSecond: best,
      batchesInFlight: isOneBest ? 1 : 8,
      batchEventsPerSecondOneInFlight: one,
      batchEventsPerSecondEightInFlight: eight,
      batchRuns: { oneInFlight, eightInFlight, rawCopy: rawCopies },
      rawCopyRowsPerSecond: median(rawCopies),
      rawCopyBy: copies[0]?.by ?? 'node',
      ratioToRawCopy: best / median(rawCopies),
    } as const;
  }

  async singles() {
    const { rounds, singleEvents, singleConnections } = this.bench.sizes;
    const sent: Sent[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      this.bench.log(
        `single events on ${singleConnections} connections: round ${round} of ${rounds}`,
      );
      sent.push(await this.sendSingles(this.nextDay(), singleEvents));
    }
    return {
      singleEventsPerSecond: median(sent.map(rateOf)),
      singleConnections,
      singleP50Milliseconds: median(sent.map((round) => latencies(round).p50)),
      singleP99Milliseconds: median(sent.map((round) => latencies(round).p99)),
    };
  }

  async logs(format: string, writer: SessionWriter) {
    const { rounds, logLines } = this.bench.sizes;
    const sent: SentLog[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      this.bench.log(`${logLines} ${format} lines: round ${round} of ${rounds}`);
      const order = { seed: SEED, day: this.nextDay(), lines: logLines, writers: [writer] };
      const body = Buffer.concat([...logChunks(this.population, order)]);
      sent.push(this.counted(await sendLog(this.client, format, body)));
    }
    return {
      linesPerSecond: median(sent.map(({ lines, seconds }) => lines / seconds)),
      eventsPerLine: median(sent.map(({ lines, events }) => events / lines)),
    };
  }

  /** One long log, made while it is sent: what a site begins with is the log that it has. */
  async upload() {
    const { uploadLines } = this.bench.sizes;
    this.bench.log(`one log of ${uploadLines} lines`);
    const writers = [postfixSession, dovecotSession];
    const order = { seed: SEED, day: this.nextDay(), lines: uploadLines, writers };
    const { lines, seconds } = this.counted(
      await sendLog(this.client, 'auto', logChunks(this.population, order)),
    );
    return {
      uploadLines: lines,
      uploadLinesPerSecond: lines / seconds,
      uploadPeakMemoryMegabytes: this.peakMegabytes(),
    };
  }

  peakMegabytes(): number | null {
    const bytes = peakMemory(this.bench.service.pid);
    return bytes === undefined ? null : bytes / MEGABYTE;
  }

  async counts() {
    const eventsStored = await storedEvents(this.bench.site.databaseUrl);
    const { accepted: eventsAccepted, signals } = this;
    if (eventsStored !== eventsAccepted)
      throw new Error(
        `the service accepted ${eventsAccepted} events and the database holds ${eventsStored}`,
      );
    return { eventsAccepted, eventsStored, signals };
  }

  private async send(day: number, count: number, inFlight: number) {
    const { batchEvents } = this.bench.sizes;
    const bodies = ndjsonBatches(this.population, { seed: SEED, day, count }, batchEvents);
    return this.counted(await sendEvents(this.client, bodies, inFlight));
  }

  private async sendSingles(day: number, count: number) {
    const { singleConnections } = this.bench.sizes;
    const lines = dayOfEvents(this.population, { seed: SEED, day, count });
    const bodies = [...lines].map((line) => Buffer.from(line));
    return this.counted(await sendEvents(this.client, bodies, singleConnections));
  }

  private async copy(day: number, rows: number): Promise<RawCopy> {
    const { databaseUrl, directory } = this.bench.site;
    const copied = await rawCopy(databaseUrl, directory, day);
    if (copied.rows !== rows)
      throw new Error(`${rows} events of a day were accepted and ${copied.rows} could be copied`);
    return copied;
  }

  private counted<Counted extends { readonly events: number; readonly signals: number }>(
    sent: Counted,
  ): Counted {
    this.accepted += sent.events;
    this.signals += sent.signals;
    return sent;
  }

  private nextDay(): number {
    this.days += 1;
    // The sessions at the end of a log go on into the next day, where nothing else may happen.
    return FIRST_DAY + this.days * 3 * DAY_MS;
  }
}
