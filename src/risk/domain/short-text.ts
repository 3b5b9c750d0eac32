/** The network without the ending that every network of its family has. */
export function shortNetwork(network: string): string {
  // The last but one is the 2 of .0/24, or the 6 of ::/64.
  const ending = network.charCodeAt(network.length - 2);
  if (ending === 50) return network.slice(0, -5);
  return ending === 54 ? network.slice(0, -4) : network;
}

/** Reads what {@link shortNetwork} wrote. */
export function longNetwork(text: string): string {
  if (text === '') return text;
  return text.endsWith(':') ? `${text}:/64` : `${text}.0/24`;
}
