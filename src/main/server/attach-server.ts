import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeCodes } from '../../shared/contract/web-socket-port.ts';
import { tokenAmong } from '../../shared/contract/web-socket-protocols.ts';
import type { Dispatcher } from '../api/dispatcher.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { createContractSockets } from './contract-sockets.ts';
import { refuse } from './contract-upgrade.ts';
import { sameToken } from './token-check.ts';

export interface AttachServer {
  /** Where the contract's WebSocket is. */
  readonly url: string;
  /** Programs that are connected. */
  readonly count: number;
  close(deadlineMs: number): Promise<void>;
}

/**
 * The contract for programs of the same user on this machine: the command line attaches here. It has a port and a token
 * of its own, so that neither opens what a browser is served, and it serves no page: a request with an Origin comes from
 * a browser and is refused.
 */
export async function startAttachServer(options: {
  readonly dispatcher: Dispatcher;
  readonly token: string;
  readonly operator: string;
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<AttachServer> {
  const { dispatcher, token, operator, clock, logger } = options;
  const sockets = createContractSockets({ dispatcher, clock, logger });
  const server = createServer((_request, response) => {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('There is nothing to see here.\n');
  });
  server.on('upgrade', (request, socket, head) => {
    // The other side may go at any moment of the handshake.
    socket.on('error', () => {});
    const { host, origin } = request.headers;
    if (host !== `127.0.0.1:${port}` || origin !== undefined || request.url !== '/contract') {
      refuse(socket, '403 Forbidden');
      return;
    }
    const given = tokenAmong(request.headers['sec-websocket-protocol']);
    if (given === undefined || !sameToken(given, token)) {
      sockets.refuse(request, socket, head, closeCodes.unauthorized);
      return;
    }
    sockets.accept(request, socket, head, { via: 'cli', operator, role: 'admin' });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}/contract`,
    get count() {
      return sockets.count;
    },
    async close(deadlineMs) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await sockets.close(deadlineMs);
      server.closeAllConnections();
      await closed;
    },
  };
}
