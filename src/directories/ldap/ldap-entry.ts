import type { Entry } from 'ldapts';

/** An entry as a server answered it; attributes are found whatever their case. */
export class LdapEntry {
  private readonly attributes = new Map<string, readonly (string | Buffer)[]>();

  constructor(
    readonly dn: string,
    attributes: Readonly<Record<string, Entry[string]>>,
  ) {
    for (const [name, value] of Object.entries(attributes)) {
      const values = Array.isArray(value) ? value : [value];
      if (values.length > 0) this.attributes.set(name.toLowerCase(), values);
    }
  }

  /** The first value as text; undefined when there is none. */
  text(attribute: string): string | undefined {
    return this.texts(attribute)[0];
  }

  /** Every value that is text. */
  texts(attribute: string): string[] {
    const values = this.attributes.get(attribute.toLowerCase()) ?? [];
    return values.filter((value) => typeof value === 'string');
  }

  /** The first value as bytes. */
  bytes(attribute: string): Buffer | undefined {
    const [value] = this.attributes.get(attribute.toLowerCase()) ?? [];
    return typeof value === 'string' ? Buffer.from(value) : value;
  }

  /** Whether it says TRUE (RFC 4517, 3.3.3); undefined when it says nothing. */
  flag(attribute: string): boolean | undefined {
    const text = this.text(attribute)?.toUpperCase();
    return text === undefined ? undefined : text === 'TRUE';
  }

  /** A whole number; undefined when it is absent or none. */
  integer(attribute: string): number | undefined {
    const text = this.text(attribute);
    return text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
  }
}

/** The entry of a search result. */
export function toEntry({ dn, ...attributes }: Entry): LdapEntry {
  return new LdapEntry(dn, attributes);
}
