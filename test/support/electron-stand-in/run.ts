import { pathToFileURL } from 'node:url';
import { app } from './app.ts';
import { standIn } from './control.ts';

/**
 * Runs a built main module as Electron does: evaluated whole first, ready afterwards. One that waits for `ready` while
 * it is evaluated waits for ever, there as here.
 */
const [, , main = ''] = process.argv;
process.argv.splice(1, 1);
const slow = setTimeout(() => {
  process.stderr.write('stand-in: the main module is still being evaluated; it would never become ready\n');
  process.exit(99);
}, 20_000);
await import(pathToFileURL(main).href);
clearTimeout(slow);
standIn.listen();
app.becomeReady();
