export const EVENT_TYPES = ['authentication', 'message'] as const;
export const OUTCOMES = ['success', 'failure'] as const;
export const PROTOCOLS = [
  'smtp',
  'imap',
  'pop3',
  'sieve',
  'http',
  'ldap',
  'kerberos',
  'ssh',
  'rdp',
  'smb',
  'other',
] as const;
export const REASONS = [
  'bad-password',
  'unknown-account',
  'locked',
  'disabled',
  'expired',
  'must-change',
  'policy',
  'backend',
  'other',
] as const;
export const LISTENERS = ['external', 'internal', 'unknown'] as const;
/** SASL mechanisms by family (IANA registry), and POP3's APOP: what differs by a digest is one. */
export const MECHANISMS = [
  'other',
  'plain',
  'login',
  'cram-md5',
  'digest-md5',
  'scram',
  'oauth',
  'gssapi',
  'ntlm',
  'external',
  'apop',
  'anonymous',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];
export type Outcome = (typeof OUTCOMES)[number];
export type Protocol = (typeof PROTOCOLS)[number];
export type Reason = (typeof REASONS)[number];
export type Listener = (typeof LISTENERS)[number];
export type Mechanism = (typeof MECHANISMS)[number];

/** What was sent, for events of type `message`. Addresses are as the envelope gave them, without brackets. */
export interface MessageFacts {
  readonly sender?: string | undefined;
  readonly recipients: number;
  readonly rejectedRecipients: number;
  /** Recipients that were accepted, but to whom the mail couldn't be delivered. */
  readonly bounced?: number | undefined;
  readonly bytes?: number | undefined;
  readonly queueId?: string | undefined;
}

/**
 * One sign-in, or one message that a signed-in account handed in (OCSF class 3002 and 4009).
 * Holds no secret: a source takes the account's name out of an AUTH exchange and drops the rest.
 */
export interface AuthEvent {
  readonly type: EventType;
  /** Milliseconds since the epoch, UTC. */
  readonly at: number;
  /** The login name as the server logged it; canonicalised later. */
  readonly account?: string | undefined;
  /** Canonical form (`canonicalAddress`). */
  readonly sourceIp?: string | undefined;
  readonly protocol: Protocol;
  /** Of a message: accepted or rejected. */
  readonly outcome: Outcome;
  /** Failures only. `backend` says that the server could not ask, which is nobody's wrong password. */
  readonly reason?: Reason | undefined;
  readonly server?: string | undefined;
  readonly listener: Listener;
  /** EHLO name, IMAP ID or user agent. */
  readonly client?: string | undefined;
  readonly session?: string | undefined;
  /** How the client authenticated; sign-ins only. */
  readonly mechanism?: Mechanism | undefined;
  /** Whether the connection was encrypted; undefined where the log doesn't say. */
  readonly tls?: boolean | undefined;
  readonly message?: MessageFacts | undefined;
  /**
   * What tells this event from another with the same content: a process id, the ordinal within
   * "message repeated N times". Part of the event's identity, never shown.
   */
  readonly discriminator?: string | undefined;
}
