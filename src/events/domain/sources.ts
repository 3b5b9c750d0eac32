import type { Source } from './source.js';
import { autoDetecting } from './sources/auto.js';
import { dovecot } from './sources/dovecot.js';
import { ecs } from './sources/ecs.js';
import { exim } from './sources/exim.js';
import { mailscan } from './sources/mailscan.js';
import { native } from './sources/native.js';
import { ocsf } from './sources/ocsf.js';
import { postfix } from './sources/postfix.js';
import { sendmail } from './sources/sendmail.js';
import { sshd } from './sources/sshd.js';

/** Every log format that is understood, in the order in which `auto` asks them. */
export const SOURCES: readonly Source[] = [
  mailscan,
  postfix,
  dovecot,
  exim,
  sendmail,
  sshd,
  ecs,
  ocsf,
  native,
];

/** Finds out by itself. */
export const auto = autoDetecting(SOURCES);

/** The source of a format's name, `auto` among them; undefined when there is none. */
export function sourceOf(format: string): Source | undefined {
  return format === auto.format ? auto : SOURCES.find((source) => source.format === format);
}
