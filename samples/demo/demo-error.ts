/** What stops the demo, in one sentence for whoever runs it. It never holds a password or a key. */
export class DemoError extends Error {
  override readonly name: string = 'DemoError';
}

/** Somebody stopped the demo: the reason of its abort signal. */
export class Interrupted extends DemoError {
  override readonly name = 'Interrupted';

  constructor() {
    super('stopped.');
  }
}
