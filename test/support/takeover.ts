/** Sign-ins of a botnet in one account, which make it critical. @param at of the first, ms */
export function takeoverOf(account: string, at = Date.UTC(2026, 5, 1, 8)): readonly unknown[] {
  return Array.from({ length: 40 }, (_, n) => ({
    type: 'authentication',
    time: new Date(at + n * 50_000).toISOString(),
    account,
    sourceIp: `2001:db8:${(n + 1).toString(16)}::1`,
    protocol: 'smtp',
    outcome: 'success',
    listener: 'external',
    session: `b${n}`,
  }));
}
