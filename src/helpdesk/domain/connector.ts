/** How urgent a ticket is; each connector says it in the helpdesk's own words. */
export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** How a helpdesk understands the text of a ticket, and so what has to be escaped in it. */
export type TextFormat = 'plain' | 'html' | 'wiki';

/** A ticket as the helpdesk knows it. */
export interface RemoteTicket {
  /** The helpdesk's own id. */
  readonly id: string;
  /** Where people look at it; undefined when the helpdesk has no page. */
  readonly url: string | undefined;
}

/** A ticket that is to be made. */
export interface TicketDraft {
  /** Deterministic, short and part of the title, so that people and searches find the ticket by it. */
  readonly key: string;
  readonly title: string;
  /** In the connector's {@link TextFormat}. */
  readonly body: string;
  readonly queue: string | undefined;
  readonly priority: Priority;
  /** A name of the helpdesk's, such as a login. */
  readonly assignee: string | undefined;
}

/** Something that is to be added to a ticket. */
export interface TicketNote {
  /** Deterministic; the same note again has the same one. */
  readonly ref: string;
  readonly text: string;
  /** `internal`: for the helpdesk's people alone. Evidence is never public. */
  readonly visibility: 'internal' | 'public';
}

/** What becomes of a ticket in the helpdesk. `missing`: it is gone, or was never there. */
export type TicketState = 'open' | 'resolved' | 'rejected' | 'missing';

/** What a test of a helpdesk found. */
export interface HelpdeskReport {
  /** Name and version in the helpdesk's own words. */
  readonly product: string;
  /** What it can't do, or what has to be set right. */
  readonly caveats: readonly string[];
}

/**
 * What Authwarden asks of a helpdesk. Every call ends, at the latest, when `abort` fires. A call
 * may be repeated after a crash, so whoever repeats it asks first whether it was done.
 *
 * @throws HelpdeskFault
 */
export interface HelpdeskConnector {
  readonly format: TextFormat;
  /** Reaches the helpdesk, checks the credential and that the queue exists. Changes nothing. */
  test(abort: AbortSignal): Promise<HelpdeskReport>;
  /** The ticket that was made with this key; undefined when there is none, or none can be found. */
  findByKey(key: string, abort: AbortSignal): Promise<RemoteTicket | undefined>;
  create(draft: TicketDraft, abort: AbortSignal): Promise<RemoteTicket>;
  /** Whether a note of this ref is there; undefined when the helpdesk can't tell. */
  hasNote(ticket: RemoteTicket, ref: string, abort: AbortSignal): Promise<boolean | undefined>;
  comment(ticket: RemoteTicket, note: TicketNote, abort: AbortSignal): Promise<void>;
  /** Brings the ticket to its end, and reads back that it is. Harmless when it is there already. */
  resolve(ticket: RemoteTicket, note: TicketNote, abort: AbortSignal): Promise<void>;
  state(ticket: RemoteTicket, abort: AbortSignal): Promise<TicketState | undefined>;
  close(): Promise<void>;
}

/** Why a helpdesk didn't do what it was asked. The message is for people and holds no secret. */
export class HelpdeskFault extends Error {
  override readonly name = 'HelpdeskFault';

  /**
   * @param kind `unavailable`: try again later. `refused`: another try would end the same way until
   * somebody changes something. `credential`: the same, for the whole helpdesk
   */
  constructor(
    readonly kind: 'unavailable' | 'refused' | 'credential',
    message: string,
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}
