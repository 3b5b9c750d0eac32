import maxmind, { type Reader, type Response } from 'maxmind';

/**
 * Opens an operator's MMDB file.
 *
 * @param setting that names the file
 * @throws Error naming the setting and the file when it can't be read
 */
export async function openDatabase(setting: string, file: string): Promise<Reader<Response>> {
  return maxmind.open<Response>(file).catch((cause: unknown) => {
    throw new Error(`${setting} can't be read: ${file}`, { cause });
  });
}
