import { builtApplication } from '../support/built.ts';
import { chromiumMissing, findChromium } from '../support/chromium.ts';

/** The tests run against the built console: it is built first when a source is newer. */
export default async function setUp(): Promise<void> {
  if (findChromium() === undefined) {
    // Each test says it too; this says it once where it is seen.
    process.stdout.write(`every test of the console is skipped: ${chromiumMissing}\n`);
    return;
  }
  if (process.env['CONSOLE_RENDERER'] === undefined) await builtApplication();
}
