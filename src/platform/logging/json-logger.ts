import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino } from 'pino';
import type { Settings } from '../config/settings.js';
import { redacted, redactedText } from './redaction.js';

/** Token under which Nest provides the process's {@link JsonLogger}. */
export const JSON_LOGGER = Symbol('JsonLogger');

/** What Nest tells of its own start, a line for each route and module; nobody operates by it. */
const START_UP_CONTEXTS: ReadonlySet<unknown> = new Set([
  'InstanceLoader',
  'NestFactory',
  'NestApplication',
  'RouterExplorer',
  'RoutesResolver',
]);

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/**
 * One JSON object a line, with secrets taken out. Nest's own messages go the same way: the last
 * text parameter is the context, a stack before it belongs to the error.
 */
export class JsonLogger implements LoggerService {
  private readonly pino: Logger;

  /** @param destination standard output unless told otherwise */
  constructor(settings: Pick<Settings, 'LOG_LEVEL'>, destination?: DestinationStream) {
    const options = {
      level: settings.LOG_LEVEL,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label: string) => ({ level: label }) },
    };
    this.pino = destination ? pino(options, destination) : pino(options);
  }

  /** Writes one line with these fields. */
  write(level: Level, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    if (!this.pino.isLevelEnabled(level)) return;
    this.pino[level](redacted(fields), redactedText(message));
  }

  log(message: unknown, ...parameters: readonly unknown[]): void {
    const isStartUp = START_UP_CONTEXTS.has(parameters.at(-1));
    this.adapt(isStartUp ? 'debug' : 'info', message, parameters);
  }

  error(message: unknown, ...parameters: readonly unknown[]): void {
    this.adapt('error', message, parameters);
  }

  warn(message: unknown, ...parameters: readonly unknown[]): void {
    this.adapt('warn', message, parameters);
  }

  debug(message: unknown, ...parameters: readonly unknown[]): void {
    this.adapt('debug', message, parameters);
  }

  verbose(message: unknown, ...parameters: readonly unknown[]): void {
    this.adapt('trace', message, parameters);
  }

  fatal(message: unknown, ...parameters: readonly unknown[]): void {
    this.adapt('fatal', message, parameters);
  }

  private adapt(level: Level, message: unknown, parameters: readonly unknown[]): void {
    const context = parameters.at(-1);
    const before = parameters.slice(0, -1).filter((parameter) => parameter !== undefined);
    const { text, fields } = partsOf(message);
    this.write(level, text, {
      ...fields,
      context,
      ...(before.length > 0 ? { more: before } : {}),
    });
  }
}

function partsOf(message: unknown): { text: string; fields: Record<string, unknown> } {
  if (typeof message === 'string') return { text: message, fields: {} };
  if (message instanceof Error) return { text: message.message, fields: { err: message } };
  if (typeof message === 'object' && message !== null) {
    const { msg, ...fields }: { msg?: unknown } = message;
    return { text: typeof msg === 'string' ? msg : '', fields };
  }
  return { text: String(message), fields: {} };
}
