import type { TextBytes } from '../../kernel/text-bytes.js';
import { newVolume } from './volume.js';
import type { Volume } from './volume.js';

/** Writes the volume as numbers between commas, in a fixed order; nothing for an account that never sent. */
export function writeVolume(volume: Volume, into: TextBytes): void {
  if (volume.hour === 0) return;
  into.number(volume.hour);
  for (const value of [
    volume.messages,
    volume.recipients,
    volume.todayMessages,
    volume.todayRecipients,
    volume.periodMessages,
    volume.periodRecipients,
    volume.priorMessages,
    volume.priorRecipients,
    volume.days,
    volume.refused,
    volume.bounced,
    volume.widestToday,
    volume.widestBefore,
  ]) {
    into.ascii(',');
    into.number(value);
  }
}

/** Reads what {@link writeVolume} wrote; numbers that an earlier version didn't write are 0. */
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
