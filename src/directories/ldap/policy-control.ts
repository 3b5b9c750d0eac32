import { type BerReader, Control } from 'ldapts';

/** OID of the password policy control (draft-behera-ldap-password-policy, 6.2). */
export const POLICY_CONTROL = '1.3.6.1.4.1.42.2.27.8.5.1';

const ERRORS = [
  'passwordExpired',
  'accountLocked',
  'changeAfterReset',
  'passwordModNotAllowed',
  'mustSupplyOldPassword',
  'insufficientPasswordQuality',
  'passwordTooShort',
  'passwordTooYoung',
  'passwordInHistory',
] as const;
export type PolicyError = (typeof ERRORS)[number];

const WARNING = 0xa0;
const ERROR = 0x81;

/** Asks what the password policy had to say; `error` is set by the answer. One a request. */
export class PolicyControl extends Control {
  error: PolicyError | undefined;

  constructor() {
    super(POLICY_CONTROL, { critical: false });
  }

  override parseControl(reader: BerReader): void {
    if (reader.readSequence() === null) return;
    const end = reader.offset + reader.length;
    while (reader.offset < end) {
      const tag = reader.peek();
      if (tag !== WARNING && tag !== ERROR) return;
      const value = reader.readString(tag, true);
      if (tag === ERROR) this.error = ERRORS[value?.[0] ?? ERRORS.length];
    }
  }
}
