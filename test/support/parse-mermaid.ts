import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

interface Purifier {
  addHook?: () => void;
  sanitize?: (text: string) => string;
}

/**
 * Parses Mermaid source with Mermaid's own grammar and throws what it throws. Mermaid sanitises labels for a page
 * that is not there; the parser needs no page, so its sanitiser is given one that leaves text alone.
 */
export async function parseMermaid(source: string): Promise<void> {
  const resolve = createRequire(import.meta.resolve('mermaid'));
  const { default: purifier } = (await import(
    pathToFileURL(resolve.resolve('dompurify').replace(/purify\.cjs\.js$/, 'purify.es.mjs')).href
  )) as { default: Purifier };
  purifier.addHook ??= () => undefined;
  purifier.sanitize ??= (text) => text;
  const { default: mermaid } = await import('mermaid');
  await mermaid.parse(source);
}
