import type { DetectorSettings } from './detector-settings.js';
import { credentialStuffing } from './detectors/credential-stuffing.js';
import { passwordSpraying } from './detectors/password-spraying.js';
import { isNobody } from './source-window.js';

/**
 * Whether enough failed from a source for a detector to care about who gets in there.
 *
 * @param failed accounts, as `failureKeyOf` writes them
 */
export function mayBeGuessing(failed: ReadonlySet<string>, settings: DetectorSettings): boolean {
  const spraying = passwordSpraying.options.safeParse(settings.get(passwordSpraying.id)?.options);
  if (spraying.success) {
    const { accountsFrom, accountsFromWithoutHistory } = spraying.data;
    if (failed.size >= Math.min(accountsFrom, accountsFromWithoutHistory)) return true;
  }
  const stuffing = credentialStuffing.options.safeParse(
    settings.get(credentialStuffing.id)?.options,
  );
  if (!stuffing.success) return false;
  let names = 0;
  for (const key of failed) if (isNobody(key)) names += 1;
  return names >= stuffing.data.namesFrom;
}
