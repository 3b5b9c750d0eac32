import { found, NOTHING, problemAt, type UploadFormat } from './upload-format.js';

const NAME = /^[^\s:]{1,320}$/;
const LABELLED = /^\{[A-Za-z0-9.-]{1,40}\}/;

/** Dovecot's passwd-file: `login:{SCHEME}hash:uid:gid:gecos:home:shell:extra`, all but the first two optional. */
export const passwdFile: UploadFormat = {
  format: 'passwd-file',
  title: 'Dovecot passwd-file',
  looksLike(line) {
    const [login = '', password = ''] = line.split(':');
    return NAME.test(login) && (LABELLED.test(password) || password.startsWith('$'));
  },

  open: () => ({
    line(text, number) {
      if (text === '' || text.startsWith('#')) return NOTHING;
      // A hash may hold colons only behind a label that says how it is encoded; none of ours does.
      const [login = '', hash, , , gecos = ''] = text.split(':');
      if (!NAME.test(login) || hash === undefined)
        return problemAt(number, 'not-a-passwd-file-line', 'expected login:{SCHEME}password');
      const displayName = gecos.split(',', 1)[0] ?? '';
      return found({
        login,
        hash,
        // Dovecot's own default for passwd-file.
        defaultLabel: 'CRYPT',
        ...(displayName === '' ? {} : { displayName: displayName.slice(0, 200) }),
      });
    },
    end: () => NOTHING,
  }),
};
