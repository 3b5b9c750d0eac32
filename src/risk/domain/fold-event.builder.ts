import type { AuthEvent } from '../../events/domain/auth-event.js';
import type { Place } from '../../kernel/geo.js';
import { networkOf } from '../../kernel/ip-address.js';
import type { FoldEvent, SenderStanding } from './fold-event.js';

/** What a spec may say about an event; everything else is an ordinary SMTP sign-in. */
export interface FoldEventOverrides extends Partial<AuthEvent> {
  readonly id?: string;
  readonly accountId?: string;
  readonly place?: Place | undefined;
  readonly sender?: SenderStanding;
}

/** 28 May 2010, 11:44:46 IST: the first line of the case. */
export const CASE_START = Date.UTC(2010, 4, 28, 6, 14, 46);

/** A successful SMTP sign-in of one account at {@link CASE_START}, unless told otherwise. For specs. */
export function aFoldEvent(overrides: FoldEventOverrides = {}): FoldEvent {
  const { id, accountId, place, sender, ...event } = overrides;
  const sourceIp = 'sourceIp' in event ? event.sourceIp : '192.0.2.1';
  const at = event.at ?? CASE_START;
  return {
    id: id ?? at.toString(16).padStart(16, '0'),
    accountId: accountId ?? '0128de2c-0000-7000-8000-00000000a11c',
    place,
    network: sourceIp === undefined ? undefined : networkOf(sourceIp),
    sender: sender ?? 'none',
    event: {
      type: 'authentication',
      protocol: 'smtp',
      outcome: 'success',
      listener: 'external',
      account: 'alice@example.test',
      ...event,
      at,
      sourceIp,
    },
  };
}

/** An accepted message with one recipient and the account's own sender, unless told otherwise. For specs. */
export function aMessage(
  overrides: FoldEventOverrides & { readonly from?: string; readonly recipients?: number } = {},
): FoldEvent {
  const { from = 'alice@example.test', recipients = 1, ...rest } = overrides;
  return aFoldEvent({
    type: 'message',
    sender: 'own',
    message: { sender: from, recipients, rejectedRecipients: 0 },
    ...rest,
  });
}
