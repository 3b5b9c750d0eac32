import { describe, it } from 'vitest';

/**
 * A suite that needs a real server. Where it can't be had the suite is skipped, loudly; with
 * REQUIRE_SERVERS=1 it fails instead. To be awaited at the top of a spec.
 *
 * @param probe fetches the server, and throws the reason why it can't
 */
export async function describeWithServer(
  name: string,
  probe: () => Promise<unknown>,
  suite: () => void,
): Promise<void> {
  const reason = await probe().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

  if (reason === undefined) {
    describe(name, suite);
  } else if (process.env['REQUIRE_SERVERS'] === '1') {
    describe(name, () => {
      it('has its server', () => {
        throw new Error(reason);
      });
    });
  } else {
    const line = '!'.repeat(78);
    console.warn(`${line}\nSKIPPED: ${name}\nIts server can't be had here: ${reason}\n${line}`);
    describe.skip(name, suite);
  }
}
