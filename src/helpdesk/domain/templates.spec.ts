import { describe, expect, it } from 'vitest';
import { render, renderTitle, Templates } from './templates.js';

const VIEW = {
  key: 'AW-1',
  login: 'alice@example.test',
  headline: 'critical',
  level: 'critical',
  score: 93,
  standing: 'contained',
  access: 'keeps it out',
  hasContributions: true,
  contributions: [{ summary: 'From <b>40</b> places', detector: 'x', points: 90 }],
};

describe('templates', () => {
  it.each([
    ['{{{login}}}', 'isn’t escaped'],
    ['{{&login}}', 'isn’t escaped'],
    ['{{#a}}{{#b}}{{{c}}}{{/b}}{{/a}}', 'isn’t escaped'],
    ['{{>other}}', 'partials'],
    ['{{=<% %>=}}', 'Delimiters'],
    ['{{#open}}', 'no Mustache template'],
  ])('refuses %s, and says why', (body, why) => {
    const parsed = Templates.safeParse({ body });

    expect(parsed.success).toBe(false);
    expect(parsed.error?.issues[0]?.message).toContain(why);
  });

  it('shows the contributions of a score, escaped for the target', () => {
    expect(render('body', {}, 'html', VIEW)).toContain('From &lt;b&gt;40&lt;/b&gt; places');
    expect(render('body', {}, 'plain', VIEW)).toContain('- From <b>40</b> places (x: 90 points)');
  });

  it('leaves out what there is nothing to say about', () => {
    const text = render('body', {}, 'plain', { ...VIEW, hasContributions: false });

    expect(text).not.toContain('Why:');
    expect(text).not.toMatch(/\n{3}/);
  });

  it('makes titles of one line, whatever an own template says', () => {
    const title = renderTitle('title', { title: '{{login}}\n{{key}}' }, VIEW);

    expect(title).toBe('alice@example.test AW-1');
  });
});
