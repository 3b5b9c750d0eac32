import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DirectoryFault } from '../reaching/directory-fault.js';
import { sqlFault } from './sql-fault.js';

function aDriverError(fields: Record<string, unknown>): Error {
  return Object.assign(new Error('value "s3cret" is wrong'), fields);
}

describe('a driver’s error', () => {
  it.each([
    [{ code: '28P01' }, 'credentials'],
    [{ code: 'ER_ACCESS_DENIED_ERROR', sqlState: '28000' }, 'credentials'],
    [{ code: '42P01' }, 'refused'],
    [{ code: 'ER_DATA_TOO_LONG', sqlState: '22001' }, 'refused'],
    [{ code: '23514' }, 'refused'],
    [{ code: '55P03' }, 'busy'],
    [{ code: 'ER_LOCK_DEADLOCK', sqlState: '40001' }, 'busy'],
    [{ code: 'ECONNREFUSED' }, 'unreachable'],
    [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'unreachable'],
    [{}, 'unreachable'],
  ])('%j is %s', (fields, kind) => {
    expect(sqlFault(aDriverError(fields)).kind).toBe(kind);
  });

  it('is told without its own words, whatever it says', () => {
    fc.assert(
      fc.property(fc.option(fc.string()), fc.option(fc.string()), (code, sqlState) => {
        const fault = sqlFault(aDriverError({ code, sqlState }));

        expect(fault).toBeInstanceOf(DirectoryFault);
        expect(fault.message).not.toContain('s3cret');
      }),
    );
  });

  it('is left as it is when it was told already', () => {
    const fault = new DirectoryFault('aborted', 'given up');

    expect(sqlFault(fault)).toBe(fault);
  });
});
