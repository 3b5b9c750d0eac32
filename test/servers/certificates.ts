import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A certificate authority of a test's own, and a server's certificate that it signed. */
export interface Certificates {
  /** PEM text. */
  readonly ca: string;
  readonly caFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/**
 * Makes them with the machine's openssl.
 *
 * @param directory gets the files
 * @param address IP address that the server's certificate is for
 */
export async function makeCertificates(directory: string, address: string): Promise<Certificates> {
  const path = (name: string) => join(directory, name);
  const openssl = (...args: string[]) => run('openssl', args, { timeout: 30_000 });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  await openssl(
    'req',
    '-x509',
    ...key,
    '-subj',
    '/CN=Authwarden test CA',
    '-keyout',
    path('ca.key'),
    '-out',
    path('ca.pem'),
  );
  await openssl(
    'req',
    '-x509',
    ...key,
    '-subj',
    `/CN=${address}`,
    '-addext',
    `subjectAltName=IP:${address}`,
    '-CA',
    path('ca.pem'),
    '-CAkey',
    path('ca.key'),
    '-addext',
    'basicConstraints=critical,CA:FALSE',
    '-keyout',
    path('server.key'),
    '-out',
    path('server.pem'),
  );
  return {
    ca: await readFile(path('ca.pem'), 'utf8'),
    caFile: path('ca.pem'),
    certificateFile: path('server.pem'),
    keyFile: path('server.key'),
  };
}
