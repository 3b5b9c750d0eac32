import type { DirectoryTestView, DirectoryView } from './directories.schemas.js';
import type { DirectoryTest } from './directory-test.service.js';
import type { Directory } from './domain/directory.js';

/** A directory as the API shows it. */
export function directoryView(directory: Directory): DirectoryView {
  const { id, name, kind, settings, sync, syncedAt, createdAt } = directory;
  return {
    id,
    name,
    kind,
    settings: { ...settings },
    sync: sync
      ? {
          status: sync.status,
          mode: sync.mode ?? 'full',
          requestedAt: sync.requestedAt,
          finishedAt: sync.finishedAt ?? null,
          problem: sync.problem ?? null,
        }
      : null,
    progress: sync ? { ...sync.progress } : null,
    syncedAt: syncedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}

/** What a test found, as the API shows it. */
export function directoryTestView(test: DirectoryTest): DirectoryTestView {
  const { reachable, tookMs } = test;
  if (!test.reachable)
    return { reachable, problem: test.problem, tookMs, accounts: null, capabilities: [] };
  const capabilities = Array.from(test.capabilities, ([name, { native, caveats }]) => ({
    name,
    native,
    caveats: [...caveats],
  }));
  return { reachable, problem: null, tookMs, accounts: test.accounts, capabilities };
}
