import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const LATENCY_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

/** What an operator watches, for Prometheus. Labels are few and bounded: never an account or an address. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  private readonly events = new Counter({
    name: 'authwarden_events_total',
    help: 'Auth events received, by format of their source.',
    labelNames: ['format', 'result'],
    registers: [this.registry],
  });

  /** `verdict` parsed|ignored|unparsed. */
  readonly parserLines = new Counter({
    name: 'authwarden_parser_lines_total',
    help: 'Log lines read; unparsed ones are misses of the parser.',
    labelNames: ['format', 'verdict'],
    registers: [this.registry],
  });

  readonly signals = new Counter({
    name: 'authwarden_signals_total',
    help: 'Signals raised.',
    labelNames: ['detector'],
    registers: [this.registry],
  });

  /** `operation` lock|unlock|force-reset|…, `outcome` the status in which the action ended. */
  readonly actions = new Counter({
    name: 'authwarden_actions_total',
    help: 'Actions that ended.',
    labelNames: ['operation', 'outcome'],
    registers: [this.registry],
  });

  /** `did` created|commented|resolved. */
  readonly tickets = new Counter({
    name: 'authwarden_tickets_total',
    help: 'What was done in helpdesks, by their kind.',
    labelNames: ['kind', 'did'],
    registers: [this.registry],
  });

  /** `result` found|clean|unavailable. */
  readonly breachChecks = new Counter({
    name: 'authwarden_breach_checks_total',
    help: 'Passwords that were to be looked up among breached ones; unavailable: nobody could be asked.',
    labelNames: ['result'],
    registers: [this.registry],
  });

  /** `stage` claim|directory|record: what an action waits for; directory is all that the directory does. */
  readonly actionSeconds = new Histogram({
    name: 'authwarden_action_stage_duration_seconds',
    help: 'Time that a try of an action takes, by stage.',
    labelNames: ['stage'],
    buckets: LATENCY_SECONDS,
    registers: [this.registry],
  });

  readonly ingestBatchSeconds = new Histogram({
    name: 'authwarden_ingest_batch_duration_seconds',
    help: 'Time to score and store one batch of events.',
    buckets: LATENCY_SECONDS,
    registers: [this.registry],
  });

  /** `route` is the pattern, not the path. `status` 2xx|3xx|4xx|5xx. */
  readonly httpSeconds = new Histogram({
    name: 'authwarden_http_request_duration_seconds',
    help: 'Time to answer a request.',
    labelNames: ['method', 'route', 'status'],
    buckets: LATENCY_SECONDS,
    registers: [this.registry],
  });

  private readDepth: () => Promise<Readonly<Record<string, number>>> = async () => ({});

  constructor() {
    const readDepth = () => this.readDepth();
    collectDefaultMetrics({ register: this.registry });
    const depth = new Gauge({
      name: 'authwarden_queue_jobs',
      help: 'Jobs in the queue, by state.',
      labelNames: ['state'],
      registers: [],
      async collect() {
        this.reset();
        for (const [state, jobs] of Object.entries(await readDepth())) this.set({ state }, jobs);
      },
    });
    this.registry.registerMetric(depth);
  }

  countEvents(format: string, result: 'accepted' | 'duplicate' | 'rejected', events: number): void {
    this.events.inc({ format, result }, events);
  }

  /** Says how the depth of the queue is read, by state; asked for at each scrape. */
  onQueueDepth(read: () => Promise<Readonly<Record<string, number>>>): void {
    this.readDepth = read;
  }
}
