import { DAY_MS, HOUR_MS } from '../../kernel/clock.js';

/** Days in a period of the baseline. It covers the period under way and the one before: 14 to 28 days. */
export const BASELINE_PERIOD_DAYS = 14;

/** Messages, and recipients over all of them, in one clock hour. */
export interface HourVolume {
  readonly messages: number;
  readonly recipients: number;
}

/** Recipients in one clock hour that mail didn't get to. */
export interface HourFailures {
  /** Accepted at submission. */
  readonly recipients: number;
  /** Refused at submission. */
  readonly refused: number;
  /** Accepted, but their delivery failed. */
  readonly bounced: number;
}

/** The busiest hours of an account's past days. */
export interface VolumeBaseline extends HourVolume {
  /** Days before today on which the account sent at all. */
  readonly days: number;
}

/**
 * What an account sends: the clock hour (UTC) under way, today's busiest hour, and the busiest hour
 * of the period under way (without today) and of the one before.
 */
export interface Volume {
  /** Hours since the epoch. */
  hour: number;
  messages: number;
  recipients: number;
  todayMessages: number;
  todayRecipients: number;
  periodMessages: number;
  periodRecipients: number;
  priorMessages: number;
  priorRecipients: number;
  /** Days before today on which the account sent. */
  days: number;
  /** Of the hour under way: recipients that were refused, and those whose delivery failed later. */
  refused: number;
  bounced: number;
  /** The most recipients of one message, today and before. */
  widestToday: number;
  widestBefore: number;
}

/** The volume of an account that never sent. */
export function newVolume(): Volume {
  return {
    hour: 0,
    messages: 0,
    recipients: 0,
    todayMessages: 0,
    todayRecipients: 0,
    periodMessages: 0,
    periodRecipients: 0,
    priorMessages: 0,
    priorRecipients: 0,
    days: 0,
    refused: 0,
    bounced: 0,
    widestToday: 0,
    widestBefore: 0,
  };
}

/** Counts one accepted message. `at` is no earlier than that of anything counted before. */
export function addMessage(volume: Volume, at: number, recipients: number): void {
  openHour(volume, at);
  volume.messages += 1;
  volume.recipients += recipients;
  if (recipients > volume.widestToday) volume.widestToday = recipients;
  if (volume.messages > volume.todayMessages) volume.todayMessages = volume.messages;
  if (volume.recipients > volume.todayRecipients) volume.todayRecipients = volume.recipients;
}

/** Counts recipients that were refused or whose mail bounced. `at` is no earlier than before. */
export function addUndelivered(
  volume: Volume,
  at: number,
  { refused, bounced }: { readonly refused: number; readonly bounced: number },
): void {
  if (refused === 0 && bounced === 0) return;
  openHour(volume, at);
  volume.refused += refused;
  volume.bounced += bounced;
}

/** What didn't get through so far in the clock hour of `at`. */
export function undeliveredInHourOf(volume: Volume, at: number): HourFailures {
  if (Math.floor(at / HOUR_MS) !== volume.hour) return { recipients: 0, refused: 0, bounced: 0 };
  return volume;
}

/** The most recipients that one message had before the day of `at`. */
export function widestBefore(volume: Volume, at: number): number {
  if (Math.floor(at / DAY_MS) === dayOf(volume.hour)) return volume.widestBefore;
  return Math.max(volume.widestBefore, volume.widestToday);
}

function openHour(volume: Volume, at: number): void {
  const hour = Math.floor(at / HOUR_MS);
  if (hour === volume.hour) return;
  if (dayOf(hour) !== dayOf(volume.hour)) closeDay(volume, dayOf(hour));
  volume.hour = hour;
  volume.messages = 0;
  volume.recipients = 0;
  volume.refused = 0;
  volume.bounced = 0;
}

/** What was sent so far in the clock hour of `at`. */
export function volumeInHourOf(volume: Volume, at: number): HourVolume {
  if (Math.floor(at / HOUR_MS) !== volume.hour) return { messages: 0, recipients: 0 };
  return { messages: volume.messages, recipients: volume.recipients };
}

/** The busiest hours before the day of `at`. Today is left out: a burst is no excuse for itself. */
export function baselineAt(volume: Volume, at: number): VolumeBaseline {
  const rolled = { ...volume };
  const day = Math.floor(at / DAY_MS);
  if (day !== dayOf(volume.hour)) closeDay(rolled, day);
  return {
    messages: Math.max(rolled.periodMessages, rolled.priorMessages),
    recipients: Math.max(rolled.periodRecipients, rolled.priorRecipients),
    days: rolled.days,
  };
}

function dayOf(hour: number): number {
  return Math.floor(hour / 24);
}

function closeDay(volume: Volume, today: number): void {
  volume.periodMessages = Math.max(volume.periodMessages, volume.todayMessages);
  volume.periodRecipients = Math.max(volume.periodRecipients, volume.todayRecipients);
  if (volume.todayMessages > 0) volume.days += 1;
  volume.todayMessages = 0;
  volume.todayRecipients = 0;
  volume.widestBefore = Math.max(volume.widestBefore, volume.widestToday);
  volume.widestToday = 0;
  const periods =
    Math.floor(today / BASELINE_PERIOD_DAYS) -
    Math.floor(dayOf(volume.hour) / BASELINE_PERIOD_DAYS);
  if (periods === 0) return;
  volume.priorMessages = periods === 1 ? volume.periodMessages : 0;
  volume.priorRecipients = periods === 1 ? volume.periodRecipients : 0;
  volume.periodMessages = 0;
  volume.periodRecipients = 0;
}
