import type { Inbound } from './inbound.js';
import type { TicketRules } from './rules.js';
import type { Templates } from './templates.js';

/** A helpdesk that was connected. */
export interface Helpdesk {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** With stars where the secrets are. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The secrets by field, encrypted; undefined when there are none. */
  readonly sealedSecrets: Buffer | undefined;
  readonly rules: TicketRules;
  readonly templates: Templates;
  readonly inbound: Inbound;
  /** Whether tickets are made there. */
  readonly enabled: boolean;
  /** Tries in a row that failed. */
  readonly failures: number;
  /** Why the last try failed; undefined while all is well. */
  readonly problem: string | undefined;
  readonly createdAt: Date;
}
