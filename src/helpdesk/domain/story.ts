import { z } from 'zod';
import type { Happening } from '../../kernel/happening.js';
import type { StoryLine } from './evidence.js';

/** What `action.finished` has where the owner of the account is to be told. */
export const OwnersNotice = z.object({
  notice: z.object({ subject: z.string(), text: z.string() }),
});

/** A happening in one sentence, without addresses or anything else that a user may not read. */
export function storyLine(happening: Pick<Happening, 'kind' | 'detail' | 'at'>): StoryLine {
  return { at: happening.at.toISOString(), text: sentence(happening) };
}

/** The same with what the account's owner is to be told, for whoever has him on the phone. */
export function ticketLine(happening: Pick<Happening, 'kind' | 'detail' | 'at'>): StoryLine {
  const { at, text } = storyLine(happening);
  const told = OwnersNotice.safeParse(happening.detail);
  if (!told.success) return { at, text };
  const { subject, text: notice } = told.data.notice;
  return {
    at,
    text: `${text} The owner is told: “${subject}”: ${notice.trim().replaceAll(/\s+/gu, ' ')}`,
  };
}

function sentence({ kind, detail }: Pick<Happening, 'kind' | 'detail'>): string {
  const say = (field: string): string => words(detail[field]);
  switch (kind) {
    case 'account.level-changed':
      return `The level went from ${say('from')} to ${say('to')} (score ${say('score')}).`;
    case 'account.standing-changed':
      return `The account is ${say('to')} now; it was ${say('from')}.`;
    case 'account.handed-over':
      return `Handed over to security by ${say('by')}: ${say('note')}`;
    case 'action.requested':
      return `${say('operation')} was asked for by ${say('requestedBy')}: ${say('reason')} It is ${say('status')}.`;
    case 'action.finished':
      return `${say('operation')} ended: ${say('status')}. ${words(outcomeOf(detail['outcome']))}`.trim();
    case 'incident.opened':
      return 'The incident was opened.';
    case 'incident.changed':
      return `The incident changed: ${summaryOf(detail)}`;
    case 'incident.closed':
      return 'The incident was closed.';
    case 'finding.opened':
      return `The password audit found: ${say('finding')} (${say('severity')}).`;
    case 'finding.closed':
      return `The password audit no longer finds: ${say('finding')}.`;
    case 'campaign.finished':
      return 'The campaign of resets has finished.';
    case 'blacklist.listed':
      return `Our address ${say('address')} is on the blacklist ${say('zone')}.`;
    case 'blacklist.delisted':
      return `Our address ${say('address')} is no longer on the blacklist ${say('zone')}.`;
  }
}

function outcomeOf(outcome: unknown): unknown {
  return typeof outcome === 'object' && outcome !== null && 'detail' in outcome
    ? outcome.detail
    : undefined;
}

function summaryOf(detail: Happening['detail']): string {
  return typeof detail['summary'] === 'string' ? detail['summary'] : 'see its members below.';
}

function words(value: unknown): string {
  if (typeof value === 'number') return String(Math.round(value * 10) / 10);
  return typeof value === 'string' ? value : '';
}
