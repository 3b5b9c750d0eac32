import { verifySync } from '@node-rs/bcrypt';
import type { HashScheme } from '../hash-scheme.js';

const BCRYPT = /^\$2([abxy])\$(\d\d)\$[./A-Za-z0-9]{53}$/;
const SIGNIFICANT_BYTES = 72;
/** One verification at cost 10, which doubles with each step; two cores of 2026 take 60 to 90 ms. */
const MILLISECONDS_AT_10 = 75;
/** The mark of a bug in an old implementation: its hashes of other than ASCII are its own. */
const BROKEN_VARIANT = 'x';

/** bcrypt as `$2a$`, `$2b$` and `$2y$`, which are one algorithm with three marks. */
export const bcrypt: HashScheme = {
  name: 'BLF-CRYPT',
  labels: ['BLF-CRYPT', 'BCRYPT', 'CRYPT'],
  grade: 'strong',
  identify(body) {
    const [, variant, digits = ''] = BCRYPT.exec(body) ?? [];
    const cost = Number(digits);
    if (variant === undefined || variant === BROKEN_VARIANT || cost < 4 || cost > 31)
      return undefined;
    return {
      cost: { milliseconds: MILLISECONDS_AT_10 * 2 ** (cost - 10), mebibytes: 1 },
      significantBytes: SIGNIFICANT_BYTES,
      verify: (password) => verifySync(password, body),
    };
  },
};
