/**
 * Everything that other systems are told of: tickets, webhooks, security events and alerts are made
 * from these. `subject` is the id of what the kind speaks of.
 */
export const HAPPENING_KINDS = [
  /** `detail` `{from, to, score}`. */
  'account.level-changed',
  /** `detail` `{from, to}`. */
  'account.standing-changed',
  /** The helpdesk handed it over to security. `detail` `{by, note, ticket}`. */
  'account.handed-over',
  /** `detail` `{operation, status, mode, reason, requestedBy, dryRun}`: the status it begins with. */
  'action.requested',
  /** `detail` `{operation, status, outcome, requestedBy, dryRun}`. */
  'action.finished',
  'incident.opened',
  'incident.changed',
  'incident.closed',
  /** `detail` names the finding and its severity, never a password. */
  'finding.opened',
  'finding.closed',
  'campaign.finished',
  'blacklist.listed',
  'blacklist.delisted',
] as const;
export type HappeningKind = (typeof HAPPENING_KINDS)[number];

/** Something that changed, to be written down in the transaction that changed it. */
export interface NewHappening {
  readonly kind: HappeningKind;
  /** Id of the account, action, incident, finding or campaign. */
  readonly subject: string;
  readonly accountId?: string | undefined;
  /** What a reader needs besides, without secrets; JSON. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Something that changed, as consumers get it. */
export interface Happening extends NewHappening {
  readonly id: string;
  /** Its place among all; the next one's is greater. */
  readonly sequence: number;
  readonly at: Date;
}
