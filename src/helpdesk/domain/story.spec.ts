import { describe, expect, it } from 'vitest';
import { storyLine, ticketLine } from './story.js';

const at = new Date('2026-11-23T08:00:00Z');
const finished = {
  kind: 'action.finished' as const,
  at,
  detail: {
    operation: 'force-reset',
    status: 'applied',
    outcome: { code: 'applied', detail: 'Read back.' },
    notice: { subject: 'New password', text: 'Dear Anna,\n\n  call us.\n' },
  },
};

describe('a line of a story', () => {
  it('says how an action ended', () => {
    expect(storyLine(finished)).toEqual({
      at: '2026-11-23T08:00:00.000Z',
      text: 'force-reset ended: applied. Read back.',
    });
  });

  it('has on a ticket what the owner is told, in one line', () => {
    expect(ticketLine(finished).text).toBe(
      'force-reset ended: applied. Read back. The owner is told: “New password”: Dear Anna, call us.',
    );
  });

  it('is the same on a ticket where nobody is told', () => {
    const detail = { operation: 'lock', status: 'applied', notice: 'none' };

    expect(ticketLine({ ...finished, detail })).toEqual(storyLine({ ...finished, detail }));
  });
});
