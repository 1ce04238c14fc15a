import { cpSync } from 'node:fs';
import { afterEach, beforeAll, describe } from 'vitest';
import { builtApplication } from '../built.ts';
import { chromiumMissing, findChromium } from '../chromium.ts';
import { runCli } from '../cli.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { launchDesktop, type Desktop, type LaunchOptions } from './launch.ts';

export interface DesktopTests {
  /** Starts a desktop that is ended after the test; on an empty data directory unless one is named. */
  readonly start: (
    options?: Partial<Omit<LaunchOptions, 'built'>>,
  ) => Promise<Desktop & { readonly dataDir: string }>;
  /** A data directory of its own; with the lab collected and documented in it. */
  readonly folder: (options?: { readonly collected: boolean }) => string;
}

const collected: { folder?: string } = {};

/** Tests of the built desktop, or one that says why there are none. */
export function describeDesktop(name: string, tests: (desktop: DesktopTests) => void): void {
  const missing = findChromium() === undefined;
  describe.skipIf(missing)(`${name}${missing ? ` (${chromiumMissing})` : ''}`, () => {
    let built = '';
    const running: Desktop[] = [];
    const folders: Disposable[] = [];

    beforeAll(async () => {
      built = await builtApplication();
    }, 180_000);
    afterEach(async () => {
      for (const desktop of running.splice(0)) await desktop.kill();
      for (const folder of folders.splice(0)) folder[Symbol.dispose]();
    });

    function folder(options = { collected: false }): string {
      const made = temporaryFolder();
      folders.push(made);
      if (options.collected) {
        if (collected.folder === undefined) throw new Error('call needsCollected() first');
        cpSync(collected.folder, made.path, { recursive: true });
      }
      return made.path;
    }

    tests({
      folder,
      async start({ dataDir = folder(), ...options } = {}) {
        const desktop = await launchDesktop({ built, dataDir, ...options });
        running.push(desktop);
        return { ...desktop, dataDir };
      },
    });
  });
}

/** Prepares once a data directory into which the small lab was collected and documented. */
export function needsCollected(): void {
  beforeAll(async () => {
    const made = temporaryFolder();
    const demo = await runCli(['--data-dir', made.path, '--quiet', 'demo']);
    if (demo.code !== 0) throw new Error(`the demo ended with ${String(demo.code)}: ${demo.stderr}`);
    collected.folder = made.path;
    return () => {
      delete collected.folder;
      made[Symbol.dispose]();
    };
  }, 60_000);
}
