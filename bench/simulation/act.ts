import type { Protocol, Reason } from '../../src/events/domain/auth-event.js';

/** What somebody does at the mail server: each is what one or more log lines tell. */
export interface Act {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly account: string;
  readonly address: string;
  readonly protocol: Extract<Protocol, 'smtp' | 'imap' | 'pop3'>;
  readonly mechanism: 'PLAIN' | 'LOGIN';
  /** A `message` is handed in by a sign-in of its own, over submission. */
  readonly kind: 'sign-in' | 'failure' | 'message';
  /** Failures only. */
  readonly reason?: Extract<Reason, 'bad-password' | 'unknown-account'>;
  /**
   * Failures only: which wrong password it was. A server tells weakforced a digest of it; the log
   * has nothing of the kind.
   */
  readonly password?: string;
  /** The name that the program gives itself in EHLO. */
  readonly helo: string;
  readonly message?: Mail;
  /** Whose doing it was: the ordinal of an attack's {@link Episode}. Never written into the log. */
  readonly episode?: number;
}

/** A message that was handed in. */
export interface Mail {
  readonly sender: string;
  /** Accepted at submission. */
  readonly recipients: readonly string[];
  /** Refused at submission: no such mailbox here. */
  readonly refused: readonly string[];
  /** How many of the recipients bounced later. */
  readonly bounced: number;
  readonly bytes: number;
}

/** The attacks, as the table names them. */
export const ATTACKS = [
  'botnet',
  'field-132-addresses',
  'field-7531-sign-ins',
  'slow-botnet-at-home',
  'residential-nearby',
  'spraying',
  'stuffing',
  'quiet-reader',
  'dormant',
  'second-wave',
] as const;

export type Attack = (typeof ATTACKS)[number];

/** One account in the hands of one attacker for a while. */
export interface Episode {
  readonly ordinal: number;
  readonly attack: Attack;
  readonly account: string;
}

/** A person's device, as far as the server sees it. */
export interface Device {
  readonly kind: 'desktop' | 'laptop' | 'phone';
  readonly protocol: 'imap' | 'pop3';
  readonly mechanism: 'PLAIN' | 'LOGIN';
  readonly helo: string;
}
