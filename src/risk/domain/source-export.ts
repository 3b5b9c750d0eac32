/** How bad sources are written down for firewalls. */
export const EXPORT_FORMATS = ['plain', 'crowdsec', 'fail2ban'] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** An address to be kept out until a time. */
export interface BlockedAddress {
  readonly address: string;
  /** 0..100. */
  readonly score: number;
  /** Milliseconds since the epoch: when it last did something bad. */
  readonly lastAt: number;
}

/** Media type of each format. */
export const EXPORT_TYPES: Readonly<Record<ExportFormat, string>> = {
  plain: 'text/plain; charset=utf-8',
  crowdsec: 'application/json; charset=utf-8',
  fail2ban: 'text/plain; charset=utf-8',
};

/**
 * The addresses as text. `plain`: one a line, for ipset, nftables or a proxy, the expiry in a comment.
 * `crowdsec`: what `cscli decisions import --format json` takes. `fail2ban`: log lines for a filter
 * with `failregex = ^\S+ authwarden: bad source <ADDR> ` and `datepattern = ^%%Y-%%m-%%dT%%H:%%M:%%S`.
 *
 * @param hours how long each is to be kept out
 * @param now milliseconds since the epoch
 */
export function exportSources(
  format: ExportFormat,
  sources: readonly BlockedAddress[],
  { hours, now }: { readonly hours: number; readonly now: number },
): string {
  const expires = new Date(now + hours * 3_600_000).toISOString();
  switch (format) {
    case 'plain':
      return [`# expires ${expires}`, ...sources.map(({ address }) => address), ''].join('\n');
    case 'crowdsec':
      return `${JSON.stringify(
        sources.map(({ address, score }) => ({
          duration: `${hours}h`,
          reason: `authwarden/bad-source (score ${score})`,
          scope: 'ip',
          type: 'ban',
          value: address,
        })),
      )}\n`;
    case 'fail2ban':
      return sources
        .map(
          ({ address, score }) =>
            `${new Date(now).toISOString()} authwarden: bad source ${address} score ${score} until ${expires}\n`,
        )
        .join('');
  }
}
