/** What stops the demo, in one sentence for whoever runs it. It never holds a password or a key. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
}
