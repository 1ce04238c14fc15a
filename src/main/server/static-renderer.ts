import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pathOf } from './request-path.ts';
import { dataPolicy, pagePolicy } from './security-headers.ts';

/** What is loaded by pages and is never a page itself. */
const assetExtension = /\.(?:js|mjs|css|map|json|html?|svg|png|ico|woff2?|wasm|txt|webmanifest)$/i;
const hashedAsset = /[\\/]assets[\\/][^\\/]+$/;

interface Page {
  readonly policy: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
  readonly changedAtMs: number;
}

const notBuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Datacenter Docs</title>
<p>The console has not been built: run <code>npm run build</code> where the application is, then load this page again.</p>
<p>The HTTP API under <code>/api/v1</code> and the command line work without it.</p>
</html>
`;

/**
 * Serves the console's files. Names of assets have a hash in them, so they are kept for good, and are sent as they were
 * compressed by the build. The page itself is asked for each time, and is the answer for the address of every screen.
 */
export async function registerRenderer(server: FastifyInstance, rendererDir: string): Promise<void> {
  let page: Page | undefined;

  /** Read again when a build has replaced it. */
  function currentPage(): Page | undefined {
    const file = join(rendererDir, 'index.html');
    const changedAtMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (changedAtMs === undefined) return undefined;
    if (page?.changedAtMs !== changedAtMs) page = readPage(file, changedAtMs);
    return page;
  }

  await server.register(fastifyStatic, {
    root: join(rendererDir, 'assets'),
    prefix: '/assets/',
    preCompressed: true,
    index: false,
    dotfiles: 'deny',
    cacheControl: false,
    suppressWarning: true,
    setHeaders(reply, path) {
      void reply.header(
        'cache-control',
        hashedAsset.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
      void reply.header('vary', 'accept-encoding');
    },
  });

  server.get('/*', (request, reply) => {
    if (!isScreen(request)) {
      reply.callNotFound();
      return reply;
    }
    const current = currentPage();
    void reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache');
    if (!current) {
      return reply
        .code(503)
        .header('content-security-policy', dataPolicy)
        .header('retry-after', '10')
        .send(notBuilt);
    }
    void reply.header('content-security-policy', current.policy).header('vary', 'accept-encoding');
    return sendPage(request, reply, current);
  });
}

/** A screen's address: asked for as a page, and not by the name of a file. */
function isScreen(request: FastifyRequest): boolean {
  const pathname = pathOf(request.url);
  if (pathname === '/' || pathname === '/index.html') return true;
  if (/^\/(?:api|assets|contract|session)(?:\/|$)/.test(pathname) || assetExtension.test(pathname))
    return false;
  return /text\/html|\*\/\*/.test(request.headers.accept ?? '*/*');
}

function sendPage(request: FastifyRequest, reply: FastifyReply, page: Page): FastifyReply {
  const accepted = request.headers['accept-encoding'] ?? '';
  if (/\bbr\b/.test(accepted)) return reply.header('content-encoding', 'br').send(page.brotli);
  if (/\bgzip\b/.test(accepted)) return reply.header('content-encoding', 'gzip').send(page.gzip);
  return reply.send(page.plain);
}

function readPage(file: string, changedAtMs: number): Page {
  // The build writes addresses relative to the page, which a screen's deeper address would lead astray.
  const html = readFileSync(file, 'utf8').replaceAll(/((?:src|href)=")\.\//g, '$1/');
  const plain = Buffer.from(html);
  return {
    policy: pagePolicy(html),
    plain,
    gzip: gzipSync(plain),
    brotli: brotliCompressSync(plain),
    changedAtMs,
  };
}
