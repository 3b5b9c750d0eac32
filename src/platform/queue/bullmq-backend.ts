import type { BackendFactory, IQueueBackend } from 'bullmq';
import { createPostgresBackend, createRedisBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { QueueUnavailable } from './job-queue.js';
import { placeOf, withoutCredentials } from './redaction.js';

const CONNECT_TIMEOUT_MS = 10_000;
const POSTGRES_POOL_SIZE = 4;

/** Where BullMQ keeps a queue, behind one shape for both stores. */
export interface BullmqBackend {
  /** Last constructor argument of BullMQ's classes; it ignores their `connection`. */
  readonly factory: BackendFactory<IQueueBackend, object>;
  /** A failure of the store as an error that may be logged and shown. */
  readonly unavailable: (cause: unknown) => QueueUnavailable;
  /** @throws QueueUnavailable when the store can't be reached right now */
  readonly probe: () => Promise<void>;
}

/** Keeps queues in the schema `bullmq` of a PostgreSQL database, made and migrated on first use. */
export function postgresBackend(databaseUrl: string): BullmqBackend {
  const adding = {
    connectionString: databaseUrl,
    schema: 'bullmq',
    max: POSTGRES_POOL_SIZE,
    migrate: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  };
  // What a worker took and finished needn't reach the disk before it goes on: when PostgreSQL
  // crashes, the job is there again, and jobs may run more than once.
  const working = { ...adding, options: '-c synchronous_commit=off' };
  return {
    factory: (name, options, kind) => {
      const connection = kind?.withBlockingConnection ? working : adding;
      return createPostgresBackend(name, { ...options, connection }, kind);
    },
    unavailable: unavailableAt('PostgreSQL', databaseUrl),
    // BullMQ's own connection fails at once when PostgreSQL isn't there.
    probe: () => Promise.resolve(),
  };
}

/** Keeps queues in Redis or Valkey. */
export function redisBackend(redisUrl: string): BullmqBackend {
  const unavailable = unavailableAt('Redis', redisUrl);
  return {
    factory: (name, options, kind = {}) => {
      // A worker waits for Redis to come back; a caller of `add` has to hear that it is away.
      const maxRetriesPerRequest = kind.withBlockingConnection ? null : 1;
      const connection = { url: redisUrl, maxRetriesPerRequest };
      return createRedisBackend(name, { ...options, connection }, kind);
    },
    unavailable,
    // BullMQ's own connection tries for ever and never says that Redis isn't there.
    probe: () => probeRedis(redisUrl, unavailable),
  };
}

async function probeRedis(
  url: string,
  unavailable: (cause: unknown) => QueueUnavailable,
): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // A failed connect rejects with "Connection is closed."; only this event has the reason.
  const reasons: unknown[] = [];
  redis.on('error', (reason) => reasons.push(reason));
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    throw unavailable(reasons[0] ?? error);
  } finally {
    redis.disconnect();
  }
}

function unavailableAt(store: string, url: string): (cause: unknown) => QueueUnavailable {
  return (cause) => {
    const reason = withoutCredentials(reasonOf(cause), url);
    // No `cause`: a driver's error may have the URL among its properties.
    return new QueueUnavailable(`the job queue's ${store} at ${placeOf(url)} failed: ${reason}`);
  };
}

function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.message === '')
    return cause.errors.map(reasonOf).join(', ');
  return cause instanceof Error ? cause.message : String(cause);
}
