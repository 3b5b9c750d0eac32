import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter, LONGEST_LINE } from './line-splitter.js';

describe('the line splitter', () => {
  it.each([
    ['line feeds', 'a\nb\n', ['a', 'b']],
    ['carriage returns before line feeds', 'a\r\nb\r\n', ['a', 'b']],
    ['a last line without an ending', 'a\nb', ['a', 'b']],
    ['empty lines', 'a\n\n\r\nb\n', ['a', '', '', 'b']],
    ['NULs, which it removes', 'a\0b\n\0\n', ['ab', '']],
    ['a byte order mark, which it removes', '\uFEFFa\n\uFEFFb\n', ['a', '\uFEFFb']],
    ['nothing', '', []],
  ])('splits at %s', (_case, text, lines) => {
    expect(split([Buffer.from(text)]).lines).toEqual(lines);
  });

  it('replaces what is no UTF-8 and keeps the lines around it', () => {
    const bytes = Buffer.concat([
      Buffer.from('ok\n'),
      Buffer.from([0x61, 0xe2, 0x82, 0x0a, 0xff, 0x62, 0x0a]),
      Buffer.from('ok\n'),
    ]);

    expect(split([bytes]).lines).toEqual(['ok', 'a\uFFFD', '\uFFFDb', 'ok']);
  });

  it('counts lines that are too long and does not hand them over', () => {
    const longest = 'x'.repeat(LONGEST_LINE);

    const { lines, splitter } = split([Buffer.from(`a\n${longest}\r\n${longest}x\nb\n`)]);

    expect(lines).toEqual(['a', longest, 'b']);
    expect(splitter.tooLong).toBe(1);
    expect(splitter.lines).toBe(4);
  });

  it('numbers lines from one, those that are too long as well', () => {
    const numbers: number[] = [];
    const splitter = new LineSplitter((_line, number) => numbers.push(number));

    splitter.push(Buffer.from(`a\n${'x'.repeat(LONGEST_LINE + 1)}\nb\n`));
    splitter.end();

    expect(numbers).toEqual([1, 3]);
  });

  it('gives the same lines wherever the chunks are cut', () => {
    const piece = fc.constantFrom('a', '\n', '\r', '\r\n', 'ü', '😀', '\0', 'x'.repeat(40_000));

    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.nat({ max: 100_000 })), (pieces, cuts) => {
        const bytes = Buffer.from(pieces.join(''));
        const whole = split([bytes]);

        const parts = split(cutAt(bytes, cuts));

        expect(parts.lines).toEqual(whole.lines);
        expect(parts.splitter.tooLong).toBe(whole.splitter.tooLong);
      }),
    );
  });
});

function split(chunks: readonly Uint8Array[]) {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return { lines, splitter };
}

function cutAt(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length];
  places.sort((a, b) => a - b);
  return places.slice(1).map((place, index) => bytes.subarray(places[index], place));
}
