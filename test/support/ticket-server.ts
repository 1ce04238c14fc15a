import { createDispatcher } from '../../src/main/api/dispatcher.ts';
import { createMemoryPort } from '../../src/main/api/memory-port.ts';
import { createApp, type App } from '../../src/main/app.ts';
import { acceptBuiltIn } from '../../src/main/mcp/open-mcp.ts';
import { systemClock } from '../../src/main/platform/clock.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { systemRandom } from '../../src/main/platform/random.ts';
import { planListening } from '../../src/main/server/server-address.ts';
import { startWebServer } from '../../src/main/server/web-server.ts';
import { createClient, type Client } from '../../src/shared/contract/client.ts';
import { settingsSchema } from '../../src/shared/model/settings.ts';
import { httpRequest, type HttpAnswer } from './http-request.ts';
import { addLab } from './lab-app.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface TicketServer extends AsyncDisposable {
  readonly app: App;
  /** The contract, as a console has it. */
  readonly client: Client;
  readonly origin: string;
  readonly token: string;
  /** With the token, unless other headers are given. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<HttpAnswer>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<HttpAnswer>;
}

/** The whole application over the lab's inventory, with its HTTP API on a real socket. */
export async function openTicketServer(settings: unknown = {}): Promise<TicketServer> {
  const folder = temporaryFolder();
  const ports = { clock: systemClock, random: systemRandom, logger: silentLogger };
  const app = await createApp(
    { dataDir: folder.path, settings: settingsSchema.parse(settings), what: 'test' },
    ports,
  );
  await addLab(app, 'lab', ['--frozen']);
  await acceptBuiltIn(app.mcp.pool, 'lab');
  await app.collect({});
  const token = 'ticket-server-ticket-server-ticket';
  const host = { kind: 'server', startedAt: systemClock.now() } as const;
  const dispatcher = createDispatcher({ app, host, ...ports, checkOutputs: true });
  const server = await startWebServer({
    app,
    host,
    dispatcher,
    listen: planListening({ port: 0 }),
    token,
    operator: 'alice',
    rendererDir: folder.path,
    ...ports,
  });
  const port = createMemoryPort(dispatcher, { via: 'memory', operator: 'alice', role: 'admin' });
  const bearer = { authorization: `Bearer ${token}` };
  return {
    app,
    client: createClient(port),
    token,
    origin: server.origin,
    get: (path, headers = bearer) => httpRequest(`${server.origin}/api/v1${path}`, { headers }),
    post: (path, body, headers = bearer) =>
      httpRequest(`${server.origin}/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async [Symbol.asyncDispose]() {
      port.close();
      await server.close(0);
      await app.close();
      folder[Symbol.dispose]();
    },
  };
}

/** One alert as Alertmanager sends it. */
export function alertOf(
  labels: Readonly<Record<string, string>>,
  parts: Readonly<Record<string, unknown>> = {},
) {
  return {
    status: 'firing',
    labels,
    annotations: { summary: `${labels['alertname'] ?? 'Alert'} fires` },
    startsAt: '2026-11-23T11:58:00Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus/graph',
    fingerprint: JSON.stringify(labels),
    ...parts,
  };
}

export const notificationOf = (alerts: readonly unknown[]) => ({
  version: '4',
  groupKey: '{}:{}',
  truncatedAlerts: 0,
  status: 'firing',
  receiver: 'datacenter-docs',
  groupLabels: {},
  commonLabels: {},
  commonAnnotations: {},
  externalURL: 'http://alertmanager:9093',
  alerts,
});
