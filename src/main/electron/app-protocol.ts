import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { isOurPage } from './app-address.ts';

/**
 * What the console's page may do. Stricter than the one in the page itself, which has to hold in a browser too: here
 * nothing is ever fetched from a network.
 */
export const consolePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // Mantine, Monaco and Mermaid write styles.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const mimeTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/**
 * Answers `app://console/…` from the built renderer. Only what lies in its `assets` has to be a file; any other path
 * that is none is a place inside the application and gets its page.
 */
export async function answerAppRequest(
  request: Pick<Request, 'method' | 'url'>,
  rendererDir: string,
): Promise<Response> {
  if (!isOurPage(request.url)) return refusal(404);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
  const path = pathOf(request.url);
  if (path === undefined) return refusal(400);
  const root = resolve(rendererDir);
  const isAsset = path.startsWith('/assets/');
  const file = resolve(root, `.${path}`);
  const own = file.startsWith(root + sep) ? await readIfThere(file) : undefined;
  if (own === undefined && isAsset) return refusal(404);
  const content = own ?? (await readIfThere(join(root, 'index.html')));
  if (content === undefined) return refusal(404);
  return new Response(request.method === 'HEAD' ? null : content, {
    status: 200,
    headers: {
      ...hardened,
      'content-type': mimeTypes[own === undefined ? '.html' : extname(file)] ?? 'application/octet-stream',
      // Names of assets carry a digest of what is in them.
      'cache-control': isAsset ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  });
}

async function readIfThere(file: string): Promise<Buffer<ArrayBuffer> | undefined> {
  try {
    return await readFile(file);
  } catch {
    return undefined;
  }
}

const hardened = {
  'content-security-policy': consolePolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

function refusal(status: 400 | 404 | 405): Response {
  return new Response(null, { status, headers: hardened });
}

/** @returns undefined when the path hides something: a byte that is none, a separator of another system */
function pathOf(address: string): string | undefined {
  try {
    const path = decodeURIComponent(new URL(address).pathname);
    return /[\p{Cc}\\]/u.test(path) || path.split('/').includes('..') ? undefined : path;
  } catch {
    return undefined;
  }
}
