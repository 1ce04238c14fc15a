import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { closeCodes } from '../../shared/contract/web-socket-port.ts';
import { mostFailures, type Access } from './access.ts';
import type { ContractSockets } from './contract-sockets.ts';
import type { RequestGuard } from './request-guard.ts';
import type { SignIns } from './sign-ins.ts';

/** Where the contract's WebSocket is. */
export const contractPath = '/contract';

/** Decides about one handshake. */
export function upgradeToContract(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  options: {
    readonly guard: RequestGuard;
    readonly access: Access;
    readonly sockets: ContractSockets;
    readonly signIns: SignIns;
    readonly isEnding: boolean;
    /** Whom failures are counted for. */
    readonly from: string;
  },
): void {
  const { guard, access, sockets, signIns, from } = options;
  const { headers } = request;
  if (request.url !== contractPath) return refuse(socket, '404 Not Found');
  if (options.isEnding) return refuse(socket, '503 Service Unavailable');
  if (!guard.host(headers).ok || !guard.origin(headers).ok) return refuse(socket, '403 Forbidden');
  const admission = access.admit(headers, from);
  switch (admission.is) {
    case 'token': {
      const { operator, role } = admission.as;
      signIns.used(admission.as, from);
      return sockets.accept(request, socket, head, { via: 'browser', operator, role });
    }
    case 'session': {
      // A browser always says which page opens a WebSocket; who does not is no browser, and has no session to show.
      if (headers.origin === undefined) return refuse(socket, '403 Forbidden');
      const { operator, role } = admission.as;
      return sockets.accept(request, socket, head, { via: 'browser', operator, role });
    }
    case 'throttled':
      return refuse(socket, '429 Too Many Requests');
    case 'wrong':
      signIns.refused(from, admission.count, mostFailures);
      return sockets.refuse(request, socket, head, closeCodes.unauthorized);
    case 'none':
      return sockets.refuse(request, socket, head, closeCodes.unauthorized);
    default:
      return admission satisfies never;
  }
}

/** Answers a handshake in plain HTTP. The other side is not waited for: it might keep its half open for ever. */
export function refuse(socket: Duplex, status: string): void {
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
