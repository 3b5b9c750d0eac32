import type { ProblemCode } from './problem-code.js';

/** Codes of password audits. */
export const PASSWORD_AUDIT_PROBLEMS = {
  'audit-source-missing': {
    kind: 'invalid',
    title: 'An audit needs a directory or an upload',
    remedy: 'Give one of the two, and not both.',
  },
  'directory-cannot-export': {
    kind: 'unprocessable',
    title: 'The directory does not hand out stored passwords',
    remedy: 'Allow it in the directory, or upload an export.',
  },
  'password-audit-ended': {
    kind: 'unprocessable',
    title: 'The audit ended before it was done',
    remedy: 'Read the audit for the reason; the schedule starts the next one.',
  },
  'password-audit-interrupted': {
    kind: 'unavailable',
    title: 'The audit was interrupted',
    remedy: 'Nothing: it goes on by itself where it was.',
  },
  'password-audit-not-done': {
    kind: 'conflict',
    title: 'The audit is not done',
    remedy: 'Poll the audit, and ask for the report when it is done.',
  },
  'password-audit-not-found': {
    kind: 'not-found',
    title: 'There is no such password audit',
    remedy: 'List the audits for their ids.',
  },
  'password-upload-not-found': {
    kind: 'not-found',
    title: 'There is no such upload, or it is used up',
    remedy: 'Upload the file again: an upload is good for one audit and for a day.',
  },
  'upload-empty': {
    kind: 'unprocessable',
    title: 'There is no account in the file',
    remedy: 'Look at the problem of the first line, and say with `format=` what the file is.',
  },
  'upload-format-unknown': {
    kind: 'invalid',
    title: 'The file looks like none of the formats',
    remedy: 'Say with `format=` what it is.',
  },
} as const satisfies Record<string, ProblemCode>;
