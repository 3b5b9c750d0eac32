/** The case's log: 28 May 2010, 11:44:46 to 16:35:00, in seconds from its first line. */
export const LOG_SECONDS = 17_414;

/** A message that is handed in. */
export interface MessagePlan {
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly bytes: number;
}

/** What happens in one SMTP session; how it is logged is another matter. */
export interface SessionPlan {
  /** Seconds from the log's first line; a busy server may begin later. */
  readonly startsAt: number;
  readonly address: string;
  /** As the log's first lines show the address, where the last octets are masked. */
  readonly shownAddress?: string;
  readonly greeting: string;
  /** Undefined: taken out of the log. */
  readonly login: string | undefined;
  readonly outcome: 'accepted' | 'refused';
  readonly messages: readonly MessagePlan[];
  /** How quick client and server are: 1 as in the case, less is quicker. */
  readonly pace: number;
}

/** The case's own session; its recipient is moved to a domain kept for documentation. */
export const CASE_SESSION: SessionPlan = {
  startsAt: 0,
  address: '202.72.218.222',
  shownAddress: '202.72.x.y',
  greeting: 'helo 202.72.x.y',
  login: undefined,
  outcome: 'accepted',
  messages: [
    {
      sender: 'wkjxbetrayal@company.co.in',
      recipients: ['Kyle_bohnert@example.com'],
      bytes: 1_291,
    },
  ],
  pace: 1,
};
