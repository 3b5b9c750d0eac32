import type { TimedLine } from '../../reading/log-story.js';

/** Logs of several hosts may come in one stream. */
export function messageKey({ host }: TimedLine, queueId: string): string {
  return `${host ?? ''}/${queueId}`;
}

/** What the lines of one connection share. */
export function sessionKey({ host, pid }: TimedLine): string {
  return `${host ?? ''}/${pid ?? ''}`;
}
