/** How long after its sign-in a message stands in the log: the queue manager's line has its size. */
export const MESSAGE_TOLD_AFTER_MS = 120;
