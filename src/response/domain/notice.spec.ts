import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noticeFor, NoticeTemplate } from './notice.js';

const FACTS = {
  name: 'Alice <Archer>',
  login: 'alice@example.com',
  reason: 'Somebody else\nsigned in.',
  action: 'force-reset',
};

describe('a notice', () => {
  it('has the facts of the person in it, as plain text', () => {
    const template = NoticeTemplate.parse({
      subject: 'About {{login}}',
      text: 'Dear {{name}},\n{{reason}}\n',
    });

    expect(noticeFor(template, FACTS)).toEqual({
      subject: 'About alice@example.com',
      text: 'Dear Alice <Archer>,\nSomebody else signed in.\n',
    });
  });

  it.each([
    ['a name that there is not', '{{password}}'],
    ['a section', '{{#name}}x{{/name}}'],
    ['an inverted section', '{{^name}}x{{/name}}'],
    ['a partial', '{{> other}}'],
    ['other delimiters', '{{=<% %>=}}<% name %>'],
    ['braces that do not close', '{{name'],
  ])('refuses a template with %s', (_what, text) => {
    expect(NoticeTemplate.safeParse({ subject: 'x', text }).success).toBe(false);
  });

  it('refuses a subject of two lines', () => {
    expect(NoticeTemplate.safeParse({ subject: 'a\nBcc: b', text: 'x' }).success).toBe(false);
  });

  it('lets no fact bring a line or a placeholder of its own into the subject', () => {
    const template = NoticeTemplate.parse({ subject: '{{name}}', text: 'x' });
    fc.assert(
      fc.property(fc.string(), (name) => {
        const { subject } = noticeFor(template, { ...FACTS, name });

        expect(subject).not.toMatch(/[\r\n]/);
        expect(subject).toBe(name.replaceAll(/[\r\n]+/g, ' '));
      }),
    );
  });
});
