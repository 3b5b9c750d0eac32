import type { AuditSubject } from '../audit/subject.js';
import { type Finding, foundAs, type TestResult } from './finding.js';

/** Bits of `userAccountControl` (MS-ADTS 2.2.16). */
const PASSWORD_NOT_REQUIRED = 0x20;
const REVERSIBLE_ENCRYPTION = 0x80;
const SMART_CARD_REQUIRED = 0x40000;
const NOT_DELEGATED = 0x100000;
const DES_ONLY = 0x200000;
const NO_PREAUTHENTICATION = 0x400000;
/** Bits of `msDS-SupportedEncryptionTypes` (MS-KILE 2.2.7): AES128 and AES256. */
const AES = 0x18;

/** What the flags of a Windows directory say, by the rules of DSInternals' Test-PasswordQuality. */
export function* flagFindings(
  { login, flags = {}, hash }: AuditSubject,
  { guessed }: TestResult,
): Generator<Finding> {
  const { userAccountControl: control = 0, encryptionTypes, isComputer = false } = flags;
  const has = (bit: number) => (control & bit) !== 0;
  const isSmartCard = has(SMART_CARD_REQUIRED);

  if (flags.hasCleartext === true || has(REVERSIBLE_ENCRYPTION))
    yield foundAs('reversible-encryption');
  if (flags.hasLmHash === true) yield foundAs('lm-hash');
  if (isComputer && guessed?.source === 'name') yield foundAs('default-computer-password');
  if (flags.hasAesKeys === false && !isSmartCard) yield foundAs('aes-keys-missing');
  if (has(NO_PREAUTHENTICATION)) yield foundAs('preauthentication-off');
  if (has(DES_ONLY)) yield foundAs('des-only');
  const isKrbtgt = login.toLowerCase() === 'krbtgt';
  if (
    flags.hasServiceName === true &&
    !isComputer &&
    !isKrbtgt &&
    encryptionTypes !== undefined &&
    (encryptionTypes & AES) === 0
  )
    yield foundAs('kerberoastable');
  if (flags.isAdmin === true && !has(NOT_DELEGATED) && control !== 0)
    yield foundAs('delegatable-admin');
  if (has(PASSWORD_NOT_REQUIRED)) yield foundAs('password-not-required');
  if (isSmartCard && hash !== undefined) yield foundAs('smart-card-with-password');
}
