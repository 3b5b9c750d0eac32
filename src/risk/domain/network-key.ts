/** Before the networks that an operator has declared: they are known, but don't count as sightings. */
const DECLARED = '~';

/**
 * Under which an account's use of a network is remembered.
 *
 * @param declared what an operator has declared the network to be (a `Suppressor`'s id), if anything
 */
export function networkKey(network: string, declared: string | undefined): string {
  return declared === undefined ? network : DECLARED + network;
}

/** Whether the key is that of a declared network. */
export function isDeclaredKey(key: string): boolean {
  return key.charCodeAt(0) === 126;
}
