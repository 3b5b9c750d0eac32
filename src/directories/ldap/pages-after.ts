import type { DirectoryAccount } from '../domain/connector.js';

/** The accounts after a ref: a server knows no order, so all up to it are passed over. */
export async function* accountsAfter(
  ref: string | undefined,
  pages: AsyncIterable<DirectoryAccount[]>,
  pageSize: number,
): AsyncIterable<DirectoryAccount[]> {
  if (ref === undefined) return yield* pages;
  let passed = false;
  let page: DirectoryAccount[] = [];
  for await (const accounts of pages)
    for (const account of accounts) {
      if (passed) page.push(account);
      else passed = account.ref === ref;
      if (page.length < pageSize) continue;
      yield page;
      page = [];
    }
  if (page.length > 0) yield page;
}
