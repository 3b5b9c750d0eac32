import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'forks',
    // Servers and the service under test have work to do, too.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Properties are worked through hundreds of times, on machines that may have more to do.
          testTimeout: 60_000,
          include: ['src/**/*.spec.ts', 'samples/**/*.spec.ts', 'bench/**/*.spec.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          // Every file imports the whole service, which takes longer than most of them run. What they
          // change, they change in worlds of their own.
          isolate: false,
          include: ['test/**/*.spec.ts'],
          globalSetup: ['test/servers/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
