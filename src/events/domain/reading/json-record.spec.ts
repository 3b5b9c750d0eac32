import { describe, expect, it } from 'vitest';
import { countAt, parseRecord, textAt, textsAt, valueAt } from './json-record.js';

describe('a field of a JSON object', () => {
  it.each([
    [{ 'a.b.c': 1 }],
    [{ a: { b: { c: 1 } } }],
    [{ 'a.b': { c: 1 } }],
    [{ a: { 'b.c': 1 } }],
    [{ a: 'x', 'a.b': { c: 1 } }],
  ])('is found however it is nested: %j', (record) => {
    expect(valueAt(record, 'a.b.c')).toBe(1);
  });

  it.each(['__proto__', 'constructor.name', 'a.toString', 'a.b.c.d'])(
    'is not inherited: %s',
    (path) => {
      expect(valueAt({ a: { b: 'text' } }, path)).toBeUndefined();
    },
  );

  it('is a text, a list of them or a count', () => {
    const record = { list: ['a', '', 7, null, 'b'], size: '12', wrong: -1, deep: [{}] };

    expect(textsAt(record, 'list')).toEqual(['a', '7', 'b']);
    expect(textAt(record, 'deep')).toBeUndefined();
    expect(countAt(record, 'size')).toBe(12);
    expect(countAt(record, 'wrong')).toBeUndefined();
    expect(countAt(record, 'list')).toBeUndefined();
  });

  it.each(['', '[1]', '"x"', 'null', '{', '['.repeat(65_536)])('needs an object', (line) => {
    expect(parseRecord(line)).toBeUndefined();
  });
});
