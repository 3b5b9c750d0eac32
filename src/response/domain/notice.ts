import Mustache from 'mustache';
import { z } from 'zod';

/** What a notice may speak of, for one person. */
export interface NoticeFacts {
  /** The display name, else the login. */
  readonly name: string;
  readonly login: string;
  readonly reason: string;
  /** What is done, such as `force-reset`. */
  readonly action: string;
}

/** A notice as one person gets it. */
export interface Notice {
  readonly subject: string;
  readonly text: string;
}

const VARIABLES: readonly string[] = [
  'name',
  'login',
  'reason',
  'action',
] satisfies (keyof NoticeFacts)[];
const KNOWN = VARIABLES.map((name) => `{{${name}}}`).join(', ');

const Template = (max: number) =>
  z.string().min(1).max(max).refine(isLogicFree, `may hold ${KNOWN} and nothing else in braces`);

/** What people are told, with the names of facts in double braces (Mustache without its logic). */
export const NoticeTemplate = z.strictObject({
  subject: Template(200)
    .refine((text) => !/[\r\n]/.test(text), 'must be one line')
    .describe(`Subject; ${KNOWN} are filled in.`),
  text: Template(10_000).describe(`Text; ${KNOWN} are filled in.`),
});
export type NoticeTemplate = z.output<typeof NoticeTemplate>;

/** What a notice says of an account. */
export function noticeFacts(
  account: { readonly login: string; readonly displayName: string | undefined },
  { operation, reason }: { readonly operation: string; readonly reason: string },
): NoticeFacts {
  const { login, displayName } = account;
  return { name: displayName ?? login, login, reason, action: operation };
}

/** Fills a template in. It is plain text: nothing is escaped, and line breaks within facts become spaces. */
export function noticeFor(template: NoticeTemplate, facts: NoticeFacts): Notice {
  const plain = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, String(value).replaceAll(/[\r\n]+/g, ' ')]),
  );
  const fill = (text: string) => Mustache.render(text, plain, {}, { escape: String });
  return { subject: fill(template.subject), text: fill(template.text) };
}

function isLogicFree(text: string): boolean {
  try {
    return Mustache.parse(text).every(
      ([kind, name]) => kind === 'text' || (kind === 'name' && VARIABLES.includes(name)),
    );
  } catch {
    return false;
  }
}
