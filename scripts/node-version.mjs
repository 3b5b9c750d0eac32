// Written so that old versions of Node can read it, which must be able to say that they are too old.
const OLDEST = [20, 19];

/** Ends the process with a message when this Node is older than Authwarden needs. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  console.error(
    `authwarden: Node.js ${OLDEST.join('.')} or newer is needed, and this is ${process.versions.node}.`,
  );
  process.exit(1);
}
