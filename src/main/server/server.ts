import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer } from 'ws';
import type { Dispatcher } from '../api/dispatcher.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
};

/** Serves the renderer and the contract over a WebSocket. */
export async function startServer(options: {
  readonly dispatcher: Dispatcher;
  readonly rendererDir: string;
  readonly port: number;
  readonly token: string;
  readonly operator: string;
}): Promise<{ readonly url: string; close(): Promise<void> }> {
  const { dispatcher, rendererDir, token } = options;
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = join(rendererDir, path);
    const found = extname(path) !== '' && existsSync(file) ? file : join(rendererDir, 'index.html');
    response.setHeader('content-type', types[extname(found)] ?? 'application/octet-stream');
    createReadStream(found).pipe(response);
  });
  server.on('upgrade', (request, socket, head) => {
    const given = new URL(request.url ?? '/', 'http://localhost').searchParams.get('token');
    sockets.handleUpgrade(request, socket, head, (ws) => {
      if (given !== token) {
        ws.close(4401);
        return;
      }
      const connection = dispatcher.connect({ via: 'browser', operator: options.operator }, (frame) =>
        ws.send(JSON.stringify(frame)),
      );
      ws.on('message', (data: Buffer) => {
        try {
          connection.receive(JSON.parse(data.toString('utf8')));
        } catch {
          ws.close(1008);
        }
      });
      ws.on('close', () => connection.close());
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    url: `http://127.0.0.1:${port}/#token=${token}`,
    async close() {
      for (const client of sockets.clients) client.close(1001);
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
