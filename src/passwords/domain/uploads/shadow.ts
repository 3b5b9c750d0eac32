import { DAY_MS } from '../../../kernel/clock.js';
import { found, NOTHING, problemAt, type UploadFormat } from './upload-format.js';

const NAME = /^[^\s:]{1,320}$/;
const FIELDS = 9;
const NEVER = 99_999;

/** `/etc/shadow` (shadow(5)): days are counted from 1970. */
export const shadow: UploadFormat = {
  format: 'shadow',
  title: '/etc/shadow',
  looksLike: (line) => {
    const fields = line.split(':');
    return (
      fields.length === FIELDS && /^\d{0,6}$/.test(fields[2] ?? '') && NAME.test(fields[0] ?? '')
    );
  },

  open: () => ({
    line(text, number) {
      if (text === '' || text.startsWith('#')) return NOTHING;
      const fields = text.split(':');
      const [login = '', hash = '', changed = '', , maximum = ''] = fields;
      if (fields.length !== FIELDS || !NAME.test(login))
        return problemAt(number, 'not-a-shadow-line', 'expected nine fields parted by colons');
      const isLocked = /^[!*]/.test(hash);
      return found({
        login,
        hash,
        defaultLabel: 'CRYPT',
        active: !isLocked,
        neverExpires: maximum === '' || Number(maximum) >= NEVER,
        ...(changed === '0' ? { mustChange: true } : {}),
        ...(/^[1-9]\d{0,5}$/.test(changed)
          ? { changedAt: new Date(Number(changed) * DAY_MS).toISOString() }
          : {}),
      });
    },
    end: () => NOTHING,
  }),
};
