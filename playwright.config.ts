import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium } from './test/support/chromium.ts';

const executablePath = findChromium();

/** The console in a browser, against `datacenter-docs serve` with the lab: every test has a server of its own. */
export default defineConfig({
  testDir: 'test/e2e',
  globalSetup: './test/e2e/global-setup.ts',
  outputDir: 'out/e2e',
  testMatch: '**/*.e2e.ts',
  timeout: 120_000,
  expect: { timeout: 20_000 },
  fullyParallel: true,
  workers: 3,
  forbidOnly: true,
  // What passes only the second time is named as flaky, and is no reason to hold everything else back.
  retries: 1,
  use: {
    viewport: { width: 1440, height: 900 },
    colorScheme: 'dark',
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath !== undefined && { executablePath }),
      args: [...chromiumArguments],
    },
  },
});
