import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createCouchClient } from '../couch/couch-client.ts';
import { pullChanges } from './pull.ts';

/* A server that answers, and means no good. */

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function clientOf(answer: RequestListener) {
  server = createServer((request, response) => {
    if (request.url === '/_session') {
      response.setHeader('set-cookie', 'AuthSession=abc; Path=/');
      response.end('{}');
    } else answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return createCouchClient({
    url: `http://127.0.0.1:${port}`,
    credentials: () => Promise.resolve({ name: 'ann', password: 'secret' }),
    fetch: (url, init) => fetch(url, init),
  });
}

test('a page that leads to itself is no page, and is not asked for for ever', async () => {
  let asked = 0;
  const client = await clientOf(({ url }, response) => {
    asked += 1;
    const limit = Number(new URL(url ?? '', 'http://server').searchParams.get('limit'));
    const doc = { _id: '_design/x', _rev: '1-a' };
    const results = Array.from({ length: limit }, () => ({ id: doc._id, doc }));
    // After so many it would be over by itself.
    response.end(JSON.stringify({ results: asked > 50 ? [] : results, last_seq: '7-x' }));
  });
  const pulling = pullChanges(client, '/db', '0', {
    batchSize: 5,
    take: (document) => document,
    signal: AbortSignal.timeout(10_000),
  });
  await expect(pulling).rejects.toMatchObject({ fault: 'malformed' });
  expect(asked).toBe(2);
});

test('of a failure that is told without end, the beginning is read', async () => {
  let sent = 0;
  const client = await clientOf((_, response) => {
    response.statusCode = 500;
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const more = () => {
      // Far more than anybody has to say.
      while (sent < 512 * 1024 * 1024 && !response.destroyed) {
        sent += chunk.length;
        if (!response.write(chunk)) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  });
  const pulling = pullChanges(client, '/db', '0', {
    batchSize: 5,
    take: (document) => document,
    signal: AbortSignal.timeout(10_000),
  });
  await expect(pulling).rejects.toMatchObject({ fault: 'broken' });
  expect(sent).toBeLessThan(64 * 1024 * 1024);
});
