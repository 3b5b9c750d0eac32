import { newVolume } from './volume.js';
import type { Volume } from './volume.js';

/** The volume as numbers between commas, in a fixed order; nothing for an account that never sent. */
export function flatVolume(volume: Volume): string {
  const { hour, messages, recipients, todayMessages, todayRecipients, days } = volume;
  if (hour === 0) return '';
  const { periodMessages, periodRecipients, priorMessages, priorRecipients } = volume;
  const { refused, bounced, widestToday, widestBefore } = volume;
  return `${hour},${messages},${recipients},${todayMessages},${todayRecipients},${periodMessages},${periodRecipients},${priorMessages},${priorRecipients},${days},${refused},${bounced},${widestToday},${widestBefore}`;
}

/** Reads what {@link flatVolume} wrote; numbers that an earlier version didn't write are 0. */
export function volumeOf(flat: readonly number[]): Volume {
  const at = (index: number): number => flat[index] ?? 0;
  return {
    ...newVolume(),
    hour: at(0),
    messages: at(1),
    recipients: at(2),
    todayMessages: at(3),
    todayRecipients: at(4),
    periodMessages: at(5),
    periodRecipients: at(6),
    priorMessages: at(7),
    priorRecipients: at(8),
    days: at(9),
    refused: at(10),
    bounced: at(11),
    widestToday: at(12),
    widestBefore: at(13),
  };
}
