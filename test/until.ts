const POLL_MS = 15;

/**
 * Waits until a condition holds and gives what it answered.
 *
 * @param condition asked again and again; anything but undefined and false holds
 * @param options `timeoutMs` 10,000 unless told otherwise; `what` is waited for, for the message
 * @throws Error when it doesn't hold in time
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  { timeoutMs = 10_000, what = 'a condition' }: { timeoutMs?: number; what?: string } = {},
): Promise<Exclude<T, undefined | false>> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await condition();
    if (holds(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function holds<T>(answer: T): answer is Exclude<T, undefined | false> {
  return answer !== undefined && answer !== false;
}
