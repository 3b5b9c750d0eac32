import mustache from 'mustache';
import { z } from 'zod';
import type { TextFormat } from './connector.js';
import { DEFAULT_TEMPLATES } from './default-templates.js';
import { escapeFor } from './escape.js';

const MAX_TEMPLATE = 10_000;

/** Kinds of tags that could let text past the escaping, or change what a tag is. */
const FORBIDDEN_TAGS: Readonly<Record<string, string>> = {
  '&': 'Text that isn’t escaped ({{{…}}}, {{&…}}) could forge parts of a ticket: write {{…}}.',
  '>': 'There are no partials ({{>…}}) here.',
  '=': 'Delimiters ({{=…}}) can’t be changed.',
};

const template = (what: string) =>
  z
    .string()
    .max(MAX_TEMPLATE)
    .superRefine((text, context) => {
      const complaint = complaintOf(text);
      if (complaint) context.addIssue({ code: 'custom', message: complaint });
    })
    .optional()
    .describe(`Mustache template of ${what}; the built-in one where absent.`);

/** A helpdesk's own texts. */
export const Templates = z
  .strictObject({
    title: template("an account's ticket: its title, one line"),
    body: template("an account's ticket: its text"),
    note: template('a note on a ticket'),
  })
  .default({})
  .describe('Own texts, as Mustache templates; docs/helpdesk.md lists their variables.');
export type Templates = z.output<typeof Templates>;

/** Texts of the tickets that are about more than one account. */
export type TemplateName = keyof typeof DEFAULT_TEMPLATES;

/** Fills a template in. Every value is escaped for the helpdesk's format. */
export function render(
  name: TemplateName,
  own: Templates,
  format: TextFormat,
  view: object,
): string {
  const text = ownText(name, own) ?? DEFAULT_TEMPLATES[name];
  const filled = mustache.render(text, view, {}, { escape: (value) => escapeFor(format, value) });
  const trimmed = filled.replaceAll(/\n{3,}/g, '\n\n').trim();
  return format === 'html' ? trimmed.replaceAll('\n', '<br>\n') : trimmed;
}

/** A title: plain text on one line whatever the template says. */
export function renderTitle(
  name: Extract<TemplateName, 'title' | 'affairTitle'>,
  own: Templates,
  view: object,
): string {
  return escapeFor('plain', render(name, own, 'plain', view))
    .trim()
    .slice(0, 200);
}

function ownText(name: TemplateName, own: Templates): string | undefined {
  return name === 'affairTitle' || name === 'affairBody' ? undefined : own[name];
}

function complaintOf(text: string): string | undefined {
  try {
    return forbiddenTag(mustache.parse(text));
  } catch (cause) {
    return `It is no Mustache template: ${cause instanceof Error ? cause.message : String(cause)}.`;
  }
}

/** Tokens are `[type, value, start, end, children…]`. */
function forbiddenTag(tokens: readonly unknown[]): string | undefined {
  for (const token of tokens) {
    if (!Array.isArray(token)) continue;
    const [type, , , , children]: unknown[] = token;
    const complaint =
      (typeof type === 'string' ? FORBIDDEN_TAGS[type] : undefined) ??
      (Array.isArray(children) ? forbiddenTag(children) : undefined);
    if (complaint) return complaint;
  }
  return undefined;
}
