import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { DomainError } from '../platform/errors.ts';
import type { ListenPlan } from './server-address.ts';

const requestTimeoutMs = 30_000;
const headersTimeoutMs = 15_000;
const keepAliveMs = 10_000;
/** A free port of one address may be taken on the other. */
const attempts = 5;

export interface HttpListeners {
  readonly servers: readonly Server[];
  readonly port: number;
}

/**
 * Listens on every address of the plan with one port. Of two loopback addresses a browser takes whichever it likes, so
 * the second one must be ours too or not be there at all: on it somebody else would be handed our visitors.
 * @throws DomainError port-in-use | port-not-allowed | address-not-available
 */
export async function listenOn(plan: ListenPlan, handler: RequestListener): Promise<HttpListeners> {
  let wanted = plan.port;
  for (let attempt = 1; ; attempt += 1) {
    const servers: Server[] = [];
    let port = wanted;
    try {
      for (const [index, address] of plan.addresses.entries()) {
        const server = create(plan, handler);
        try {
          await listen(server, port, address);
        } catch (error) {
          const { code } = error as NodeJS.ErrnoException;
          if (index > 0 && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' || code === 'EINVAL'))
            continue;
          throw problemOf(error, port, address);
        }
        servers.push(server);
        port = (server.address() as AddressInfo).port;
      }
      return { servers, port };
    } catch (error) {
      for (const server of servers) server.close();
      const isTaken = error instanceof DomainError && error.code === 'port-in-use';
      if (!isTaken || !(plan.port === 0 || plan.orAny) || attempt === attempts) throw error;
      wanted = 0;
    }
  }
}

function create({ tls }: ListenPlan, handler: RequestListener): Server {
  const timeouts = {
    requestTimeout: requestTimeoutMs,
    headersTimeout: headersTimeoutMs,
    keepAliveTimeout: keepAliveMs,
  };
  if (!tls) return createServer(timeouts, handler);
  return createTlsServer({ ...timeouts, cert: tls.cert, key: tls.key, minVersion: 'TLSv1.2' }, handler);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, ipv6Only: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function problemOf(error: unknown, port: number, address: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new DomainError('port-in-use', `Port ${port} of ${address} is taken by another program.`, {
      hint: 'Choose another with --port, or let one be chosen with --port 0.',
      cause: error,
    });
  }
  if (code === 'EACCES') {
    return new DomainError('port-not-allowed', `This user may not listen on port ${port}.`, {
      hint: 'Choose one above 1023, and put a proxy in front where it has to be a lower one.',
      cause: error,
    });
  }
  if (code !== undefined && isMissingAddress(code)) {
    return new DomainError('address-not-available', `${address} is no address of this machine.`, {
      hint: 'Look which addresses it has (`ip address`), or leave --listen away.',
      cause: error,
    });
  }
  return error;
}

function isMissingAddress(code: string): boolean {
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' || code === 'EINVAL';
}
