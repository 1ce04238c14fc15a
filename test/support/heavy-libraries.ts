import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Texts that no build takes out of a library. */
const marks: Readonly<Record<string, RegExp>> = {
  Monaco: /monaco-mouse-cursor-text/,
  Mermaid: /mermaidAPI|No diagram type detected/,
  elk: /org\.eclipse\.elk/,
  ECharts: /\[ECharts\]|zr_\$|ecModel/,
};

/** Which built files are part of a library that is loaded on demand. */
export function heavyFiles(rendererDir: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const assets = join(rendererDir, 'assets');
  for (const file of readdirSync(assets).filter((name) => name.endsWith('.js'))) {
    const text = readFileSync(join(assets, file), 'utf8');
    for (const [name, mark] of Object.entries(marks)) if (mark.test(text)) found.set(file, name);
  }
  for (const name of Object.keys(marks)) {
    if (![...found.values()].includes(name)) throw new Error(`no built file shows the mark of ${name}`);
  }
  return found;
}
