import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { closeCodes } from '../../shared/contract/web-socket-port.ts';
import { contractProtocol } from '../../shared/contract/web-socket-protocols.ts';
import type { Dispatcher, DispatcherConnection } from '../api/dispatcher.ts';
import type { Peer } from '../api/handler.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';

/** The largest message that a client may send. */
const mostMessageBytes = 16 * 1024 * 1024;
/** What may wait for a client that does not read; beyond that it is let go, and comes back when it can. */
const mostBufferedBytes = 64 * 1024 * 1024;
/** Windows and command lines at once; more is somebody's loop. */
const mostClients = 500;
/** What may be sent by one who is turned away: a closing frame, and nothing that would be worth keeping. */
const mostStrangerBytes = 1024;
/** How long one who was told to go may take for it: what waits for him is kept as long. */
const farewellMs = 2_000;
/** A client that answers no ping for so long is gone, whatever its network says. */
const pingMs = 30_000;

export interface ContractSockets {
  /** Completes a handshake that was let in, and connects it to the dispatcher. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, peer: Peer): void;
  /** Completes the handshake only to say why there is no connection: a browser tells its page nothing else. */
  refuse(request: IncomingMessage, socket: Duplex, head: Buffer, code: number): void;
  readonly count: number;
  /** Ends every connection of these operators: what they may do is another now. */
  dismiss(operators: readonly string[]): void;
  /** Lets calls that run finish until the deadline, tells every client that the server is going, and closes. */
  close(deadlineMs: number): Promise<void>;
}

interface Client {
  readonly operator: string;
  readonly socket: WebSocket;
  readonly connection: DispatcherConnection;
  alive: boolean;
}

/** The contract over WebSockets, on whichever server's upgrades. */
export function createContractSockets(options: {
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Worth its time over a network; on this machine it is not. */
  readonly compress?: boolean;
}): ContractSockets {
  const { dispatcher, clock, logger } = options;
  const clients = new Set<Client>();
  // The token is among the offered protocols, and must not be sent back.
  const handleProtocols = (offered: Set<string>) =>
    offered.has(contractProtocol) ? contractProtocol : (false as const);
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: mostMessageBytes,
    handleProtocols,
    perMessageDeflate: options.compress === true && { threshold: 16 * 1024 },
  });
  const strangers = new WebSocketServer({ noServer: true, maxPayload: mostStrangerBytes, handleProtocols });
  const heartbeat = setInterval(() => {
    for (const client of clients) {
      if (!client.alive) client.socket.terminate();
      client.alive = false;
      client.socket.ping();
    }
  }, pingMs);
  heartbeat.unref();

  function connect(socket: WebSocket, peer: Peer): void {
    const connection = dispatcher.connect(peer, (frame) => {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > mostBufferedBytes) {
        logger.warn({ via: peer.via }, 'a client does not read what it is sent: it is let go');
        dismiss(socket, closeCodes.tryLater, 'too much waits to be read');
        return;
      }
      socket.send(JSON.stringify(frame));
    });
    const client: Client = { operator: peer.operator, socket, connection, alive: true };
    clients.add(client);
    socket.on('pong', () => {
      client.alive = true;
    });
    socket.on('message', (data: Buffer, isBinary) => {
      // Who was told to go may still be heard for a moment.
      if (socket.readyState !== socket.OPEN) return;
      client.alive = true;
      try {
        if (isBinary) throw new TypeError('expected text, received binary data');
        connection.receive(JSON.parse(data.toString('utf8')));
      } catch (error) {
        logger.warn({ err: error, via: peer.via }, 'what a client sent is no frame: its connection ends');
        dismiss(socket, closeCodes.invalidFrame, 'not a frame of the contract');
      }
    });
    socket.on('error', (error) => logger.debug({ err: error, via: peer.via }, 'a connection failed'));
    socket.on('close', () => {
      clients.delete(client);
      connection.close();
    });
  }

  function turnAway(request: IncomingMessage, socket: Duplex, head: Buffer, code: number, reason?: string) {
    strangers.handleUpgrade(request, socket, head, (opened) => {
      // What he sends is nobody's business any more, be it a frame or not.
      opened.on('error', () => {});
      dismiss(opened, code, reason);
    });
  }

  return {
    accept(request, socket, head, peer) {
      if (clients.size < mostClients) {
        server.handleUpgrade(request, socket, head, (opened) => connect(opened, peer));
      } else turnAway(request, socket, head, closeCodes.tryLater, 'too many clients');
    },
    refuse: (request, socket, head, code) => turnAway(request, socket, head, code),
    get count() {
      return clients.size;
    },
    dismiss(operators) {
      for (const { operator, socket, connection } of clients) {
        if (!operators.includes(operator)) continue;
        // What was asked for under the old role is not begun any more, also while the farewell is under way.
        connection.close();
        dismiss(socket, closeCodes.goingAway, 'what this operator may do has changed');
      }
    },
    async close(deadlineMs) {
      clearInterval(heartbeat);
      const timer = new AbortController();
      const late = clock.sleep(deadlineMs, timer.signal).catch(() => undefined);
      await Promise.race([
        late,
        Promise.all(
          [...clients].map(async ({ socket, connection }) => {
            await connection.drain();
            socket.close(closeCodes.goingAway, 'the application is ending');
          }),
        ),
      ]);
      for (const { socket } of clients) socket.close(closeCodes.goingAway, 'the application is ending');
      // A client that answers the closing handshake late, or never, keeps nobody waiting.
      const closed = Promise.all(
        [...clients].map(
          ({ socket }) => new Promise<void>((resolve) => socket.once('close', () => resolve())),
        ),
      );
      const grace = clock.sleep(closingGraceMs, timer.signal).catch(() => undefined);
      await Promise.race([closed, grace]);
      timer.abort();
      for (const { socket } of clients) socket.terminate();
      server.close();
    },
  };
}

const closingGraceMs = 500;

/** Says good-bye, and does not wait long for the answer. */
function dismiss(socket: WebSocket, code: number, reason?: string): void {
  socket.close(code, reason);
  const late = setTimeout(() => socket.terminate(), farewellMs);
  late.unref();
  socket.once('close', () => clearTimeout(late));
}
