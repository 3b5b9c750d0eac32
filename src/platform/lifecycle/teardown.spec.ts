import { describe, expect, it } from 'vitest';
import { Teardown } from './teardown.js';

describe('the teardown', () => {
  it('ends in the reverse order, whatever fails on the way, and each thing once', async () => {
    const ended: string[] = [];
    const complaints: string[] = [];
    const teardown = new Teardown();
    teardown.add('the database', () => Promise.resolve(void ended.push('database')));
    teardown.add('the service', () => Promise.reject(new Error('stuck')));
    teardown.add('the API', () => Promise.resolve(void ended.push('api')));

    await teardown.run((line) => complaints.push(line));
    await teardown.run((line) => complaints.push(line));

    expect(ended).toEqual(['api', 'database']);
    expect(complaints).toEqual(["the service didn't end well: Error: stuck"]);
  });

  it('goes on without a step that is stuck, when it is told how long to wait', async () => {
    const ended: string[] = [];
    const teardown = new Teardown();
    teardown.add('the database', () => Promise.resolve(void ended.push('database')));
    teardown.add('the service', () => new Promise(() => undefined));

    await teardown.run(() => undefined, 1);

    expect(ended).toEqual(['database']);
  });
});
