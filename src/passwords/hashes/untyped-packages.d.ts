declare module 'apache-md5' {
  /** MD5-CRYPT (`$1$`, `$apr1$`). Makes a salt up unless it is given one with its mark. */
  export default function apacheMd5(password: string, salt?: string): string;
}

declare module 'unix-crypt-td-js' {
  /** crypt(3) of 1979. Only the low seven bits of the first eight bytes count. */
  export default function unixCryptTD(password: string | readonly number[], salt: string): string;
}

declare module 'zxcvbn/lib/frequency_lists.js' {
  /** Words by how often they were seen, the commonest first. */
  const lists: Readonly<Record<string, readonly string[]>> & {
    readonly passwords: readonly string[];
  };
  export default lists;
}

declare module 'zxcvbn/lib/matching.js' {
  /** How zxcvbn finds the parts of a password. */
  const matching: {
    dictionary_match(
      password: string,
      dictionaries?: Readonly<Record<string, Readonly<Record<string, number>>>>,
    ): readonly { readonly i: number; readonly j: number; readonly rank: unknown }[];
  };
  export default matching;
}
