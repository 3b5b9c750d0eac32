import { ldif } from './ldif.js';
import { passwdFile } from './passwd-file.js';
import { pwdump } from './pwdump.js';
import { shadow } from './shadow.js';
import type { UploadFormat } from './upload-format.js';

/** Every format that an upload may have; where a line looks like several, the first one counts. */
export const UPLOAD_FORMATS: readonly UploadFormat[] = [pwdump, shadow, ldif, passwdFile];

/** Lines that are looked at to find the format out. */
export const SAMPLE_LINES = 50;

/** The format that most of the lines look like; undefined when none does. */
export function formatOf(lines: readonly string[]): UploadFormat | undefined {
  const counted = UPLOAD_FORMATS.map((format) => ({
    format,
    count: lines.filter((line) => format.looksLike(line)).length,
  })).filter(({ count }) => count > 0);
  return counted.toSorted((a, b) => b.count - a.count)[0]?.format;
}
