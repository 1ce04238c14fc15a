import { readFileSync } from 'node:fs';
import { z } from 'zod';

const manifest = z.object({ version: z.string() });

/** The version in package.json: its place above this file differs between sources, bundle and chunk. */
export const version = readVersion();

function readVersion(): string {
  for (const up of ['../../../package.json', '../../package.json', '../package.json']) {
    try {
      return manifest.parse(JSON.parse(readFileSync(new URL(up, import.meta.url), 'utf8'))).version;
    } catch {
      continue;
    }
  }
  return '0.0.0';
}
