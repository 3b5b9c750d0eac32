import type { AuditSubject } from '../audit/subject.js';

/** A line, or a record of several, that couldn't be read. Says nothing of what stood there. */
export interface UploadProblem {
  /** From 1. */
  readonly line: number;
  readonly code: string;
  readonly detail: string;
}

/** What a reader makes of a line: nothing yet, accounts, or a problem. */
export interface Reading {
  readonly subjects: readonly AuditSubject[];
  readonly problems: readonly UploadProblem[];
}

export const NOTHING: Reading = { subjects: [], problems: [] };

/** Reads one file, line by line; keeps what it needs of former lines, within a bound. */
export interface UploadReader {
  line(text: string, number: number): Reading;
  /** What was still open at the end of the file. */
  end(): Reading;
}

/** A file format that accounts and their stored passwords come in. */
export interface UploadFormat {
  readonly format: string;
  readonly title: string;
  /** Whether a line is likely one of this format; for `auto`. */
  readonly looksLike: (line: string) => boolean;
  readonly open: () => UploadReader;
}

/** A problem of one line. */
export function problemAt(line: number, code: string, detail: string): Reading {
  return { subjects: [], problems: [{ line, code, detail }] };
}

/** An account of one line. */
export function found(...subjects: readonly AuditSubject[]): Reading {
  return { subjects, problems: [] };
}
