import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** `npm start`: the desktop window where an Electron runtime is, and plain words about it where none is. */
const runtime = process.env['ELECTRON_EXEC_PATH'] ?? 'node_modules/electron/dist/electron';
if (!existsSync(runtime)) {
  console.error(
    `There is no Electron runtime (looked for ${runtime}; ELECTRON_EXEC_PATH names another).\n` +
      'Everything that this version does works without one: try `npm run demo`, then `npx datacenter-docs --help`.',
  );
  process.exit(1);
}
const build = spawnSync('electron-vite', ['build'], { stdio: 'inherit' });
if (build.status !== 0) process.exit(build.status ?? 1);
process.exit(spawnSync(runtime, ['.'], { stdio: 'inherit' }).status ?? 1);
