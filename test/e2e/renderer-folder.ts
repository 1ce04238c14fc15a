import { resolve } from 'node:path';

/** The built console that servers of these tests serve; CONSOLE_RENDERER names another build than `out/renderer`. */
export function rendererFolder(): string {
  return resolve(process.env['CONSOLE_RENDERER'] ?? 'out/renderer');
}
