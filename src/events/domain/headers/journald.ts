import type { LogLine } from '../syslog.js';
import { logLine } from './tag.js';

const NULS = /\0/g;
const DIGITS = /^\d{1,17}$/;

/**
 * Reads a line of `journalctl -o json` (systemd.journal-fields(7)). MESSAGE is a string, or an array
 * of its bytes where it isn't clean UTF-8; the program is SYSLOG_IDENTIFIER, else _COMM.
 */
export function readJournald(line: string): LogLine | undefined {
  if (!line.includes('"MESSAGE"')) return undefined;
  const entry = objectOf(line);
  if (entry === undefined) return undefined;
  const message = messageOf(entry['MESSAGE']);
  if (message === undefined) return undefined;
  return logLine(
    instant(entry['_SOURCE_REALTIME_TIMESTAMP']) ?? instant(entry['__REALTIME_TIMESTAMP']),
    text(entry['_HOSTNAME']),
    text(entry['SYSLOG_IDENTIFIER']) ?? text(entry['_COMM']),
    text(entry['SYSLOG_PID']) ?? text(entry['_PID']),
    message.replace(NULS, ''),
  );
}

function objectOf(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    // Not JSON: a line as good as any other that isn't journald's.
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function messageOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value) || !value.every((item) => Number.isInteger(item))) return undefined;
  return new TextDecoder().decode(Uint8Array.from(value));
}

/** A field that was logged twice comes as an array; the first counts. */
function text(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first.replace(NULS, '') : undefined;
}

/** Journald counts microseconds since the epoch. */
function instant(value: unknown): number | undefined {
  const micros = text(value);
  return micros !== undefined && DIGITS.test(micros)
    ? Math.floor(Number(micros) / 1_000)
    : undefined;
}
