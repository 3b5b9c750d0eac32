import {
  AndFilter,
  EqualityFilter,
  type Filter,
  FilterParser,
  GreaterThanEqualsFilter,
  PresenceFilter,
} from 'ldapts';

/** A value that is equal; it travels as bytes, so nothing in it has a meaning. */
export function matching(attribute: string, value: string | Buffer): Filter {
  return new EqualityFilter({ attribute, value });
}

/** An attribute that is there. */
export function present(attribute: string): Filter {
  return new PresenceFilter({ attribute });
}

/** A value that is as great or greater, by the attribute's ordering. */
export function atLeast(attribute: string, value: string): Filter {
  return new GreaterThanEqualsFilter({ attribute, value });
}

/** All of them. */
export function all(...filters: readonly Filter[]): Filter {
  return new AndFilter({ filters: [...filters] });
}

/** A filter as an administrator wrote it (RFC 4515). */
export function parsedFilter(text: string): Filter {
  return FilterParser.parseString(text);
}
