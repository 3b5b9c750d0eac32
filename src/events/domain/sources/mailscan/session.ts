import { z } from 'zod';

const Attempt = z.object({
  /** The reply's wall clock. */
  wall: z.number(),
  account: z.string().optional(),
  mechanism: z.enum(['login', 'plain', 'other']).optional(),
  outcome: z.enum(['success', 'failure']).optional(),
  reason: z.enum(['bad-password', 'must-change', 'backend', 'other']).optional(),
});

const Message = z.object({
  wall: z.number(),
  account: z.string().optional(),
  sender: z.string().optional(),
  recipients: z.number(),
  rejectedRecipients: z.number(),
  bytes: z.number().optional(),
  queueId: z.string().optional(),
});

/** What is known of a session while it is open. Plain data, as it is saved; holds no secret. */
export const Session = z.object({
  thread: z.string(),
  /** Wall clock of its first and of its latest line. */
  start: z.number(),
  latest: z.number(),
  /** As logged, possibly with `x` for some of the octets. */
  address: z.string(),
  helo: z.string().optional(),
  /** What the client is expected to say next. */
  client: z.enum([
    'helo',
    'command',
    'account',
    'password',
    'payload',
    'unknown',
    'waiting',
    'recipient',
    'content',
    'end-of-content',
    'nothing',
  ]),
  /** What the back end waits for. */
  router: z.enum(['connection', 'command', 'account', 'password', 'nothing']),
  /** Number of the line that last changed `client` or `router`: who waits longest is served first. */
  clientSince: z.number(),
  routerSince: z.number(),
  /** Responses without a thread number may have been another session's: none is read any more. */
  doubtful: z.boolean(),
  zoneMinutes: z.number().optional(),
  sender: z.string().optional(),
  file: z.string().optional(),
  recipients: z.number(),
  rejectedRecipients: z.number(),
  attempts: z.array(Attempt),
  messages: z.array(Message),
});

export type Session = z.infer<typeof Session>;
export type Attempt = z.infer<typeof Attempt>;
export type Message = z.infer<typeof Message>;

/** A session that begins. */
export function openedSession(
  thread: string,
  address: string,
  wall: number,
  line: number,
): Session {
  return {
    thread,
    start: wall,
    latest: wall,
    address,
    client: 'helo',
    router: 'connection',
    clientSince: line,
    routerSince: line,
    doubtful: false,
    recipients: 0,
    rejectedRecipients: 0,
    attempts: [],
    messages: [],
  };
}

/** The attempt that has no answer yet. */
export function openAttempt(session: Session): Attempt | undefined {
  const attempt = session.attempts.at(-1);
  return attempt?.outcome === undefined ? attempt : undefined;
}
