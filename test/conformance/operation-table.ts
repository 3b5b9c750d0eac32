import { readFile } from 'node:fs/promises';

/**
 * What the page of the directories says that a connector can do, by operation.
 *
 * @param row name of its row
 * @throws Error when there is no such row
 */
export async function documentedOperations(row: string): Promise<ReadonlyMap<string, boolean>> {
  const page = await readFile(new URL('../../docs/directories.md', import.meta.url), 'utf8');
  const table = page.split('\n').filter((line) => line.startsWith('| '));
  const head = table.find((line) => /^\| Connector +\| lock /.test(line));
  const found = table.find((line) => cellsOf(line)[0] === row);
  if (head === undefined || found === undefined)
    throw new Error(`docs/directories.md has no row "${row}" in the table of operations`);
  const says = cellsOf(found);
  return new Map(
    cellsOf(head)
      .slice(1)
      .map((operation, at) => [operation, says[at + 1] === 'yes']),
  );
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
