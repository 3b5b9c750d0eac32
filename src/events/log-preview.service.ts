import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import type { AuthEvent } from './domain/auth-event.js';
import { toEventView, type EventView } from './domain/event-view.js';
import { LONGEST_LINE } from './domain/line-splitter.js';
import { sourceNamed } from './logs.service.js';

const MAX_QUESTIONS = 10_000;

const Question = z.object({
  id: z.union([z.string().max(200), z.number()]),
  format: z.string().max(40).default('auto'),
  line: z.string(),
});

/** What one question of a preview answers. */
export interface PreviewAnswer {
  readonly id: string | number;
  readonly events: readonly EventView[];
}

/** Shows what lines would be understood as; stores nothing. */
@Injectable()
export class LogPreviewService {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /**
   * One question a line, answered in the same order.
   *
   * @throws DomainError `invalid-request` naming the line, `unknown-log-format`, `too-many-events`
   */
  preview(ndjson: string): PreviewAnswer[] {
    const lines = ndjson.split('\n');
    const answers: PreviewAnswer[] = [];
    for (const [index, line] of lines.entries()) {
      if (line.trim() === '') continue;
      if (answers.length >= MAX_QUESTIONS)
        throw new DomainError(
          'too-large',
          'too-many-events',
          `A preview answers at most ${MAX_QUESTIONS} lines.`,
        );
      answers.push(this.answer(line, index + 1));
    }
    return answers;
  }

  private answer(json: string, number: number): PreviewAnswer {
    const { id, format, line } = parseQuestion(json, number);
    const context = {
      listener: 'unknown',
      timezone: 'UTC',
      now: this.clock.now().getTime(),
    } as const;
    const reader = sourceNamed(format).open(context);
    const events: EventView[] = [];
    const emit = (event: AuthEvent) => events.push(toEventView(event));
    for (const text of line.split('\n')) {
      const bare = text.endsWith('\r') ? text.slice(0, -1) : text;
      if (Buffer.byteLength(bare) <= LONGEST_LINE) reader.read(bare, emit);
    }
    reader.end(emit);
    return { id, events };
  }
}

function parseQuestion(json: string, number: number): z.output<typeof Question> {
  const complain = (message: string) =>
    new DomainError(
      'invalid',
      'invalid-request',
      `Line ${number} of the body is no question of a preview.`,
      { errors: [{ path: `${number}`, message }] },
    );
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw complain('must be a JSON object');
  }
  const parsed = Question.safeParse(value);
  if (parsed.success) return parsed.data;
  throw complain(
    parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
  );
}
