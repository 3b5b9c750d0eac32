import { BerWriter, Control } from 'ldapts';

/** OID of the assertion control (RFC 4528). */
export const ASSERTION_CONTROL = '1.3.6.1.1.12';

/** `AttributeValueAssertion` of a filter, `equalityMatch [3]` (RFC 4511, 4.5.1). */
const EQUALITY_MATCH = 0xa3;
const OCTET_STRING = 4;

/** Makes a request fail with result 122 unless the entry still has this value. One a request. */
export class AssertionControl extends Control {
  constructor(
    private readonly attribute: string,
    private readonly value: string,
  ) {
    super(ASSERTION_CONTROL, { critical: true });
  }

  override writeControl(writer: BerWriter): void {
    const filter = new BerWriter();
    filter.startSequence(EQUALITY_MATCH);
    filter.writeString(this.attribute);
    filter.writeString(this.value);
    filter.endSequence();
    writer.writeBuffer(filter.buffer, OCTET_STRING);
  }
}
