import { defineConfig } from 'vitest/config';

/**
 * unit: beside the code, no processes, no network. renderer: the same for what runs in a page. integration: real
 * processes, servers and files. electron: the desktop on a real runtime, skipped where there is none.
 * Property tests take their number of runs from DATACENTER_DOCS_LONG; see test/support/property.ts.
 */
export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.spec.ts', 'test/architecture/**/*.spec.ts'],
          exclude: ['src/renderer/**'],
          // Thousands of cases in the long run; on a busy machine even a short property takes a while.
          testTimeout: process.env['DATACENTER_DOCS_LONG'] === undefined ? 20_000 : 900_000,
        },
      },
      {
        test: {
          name: 'renderer',
          environment: 'jsdom',
          include: ['src/renderer/**/*.spec.{ts,tsx}'],
          setupFiles: ['test/support/renderer-setup.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          environment: 'node',
          include: ['test/integration/**/*.spec.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // A wait that is met at once on a quiet machine takes a while where browsers and servers share its cores.
          expect: { poll: { timeout: 20_000 } },
        },
      },
      {
        test: {
          name: 'electron',
          environment: 'node',
          include: ['test/electron/**/*.spec.ts'],
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
    ],
  },
});
