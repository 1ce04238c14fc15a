import { createMemoryPort } from '../../src/main/api/memory-port.ts';
import { createApp } from '../../src/main/app.ts';
import { systemClock } from '../../src/main/platform/clock.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { systemRandom } from '../../src/main/platform/random.ts';
import { startAttachServer } from '../../src/main/server/attach-server.ts';
import { planListening } from '../../src/main/server/server-address.ts';
import { startWebServer } from '../../src/main/server/web-server.ts';
import { createWebSocketPort } from '../../src/shared/contract/web-socket-port.ts';
import { offeredProtocols } from '../../src/shared/contract/web-socket-protocols.ts';
import { settingsSchema } from '../../src/shared/model/settings.ts';
import { describeConformance } from '../support/conformance.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const token = 'conformance-conformance-conformance';
const ports = { clock: systemClock, random: systemRandom, logger: silentLogger };
const never = {
  nowMs: () => performance.now(),
  setTimer: () => undefined,
  clearTimer: () => {},
  unit: () => 0,
};

function openSocketPort(url: string, contract: string) {
  return createWebSocketPort({ open: () => new WebSocket(url, offeredProtocols(token)), contract, ...never });
}

describeConformance('memory', (dispatcher) =>
  Promise.resolve({
    open: (contract) =>
      createMemoryPort(dispatcher, { via: 'memory', operator: 'test', role: 'admin' }, { contract }),
    close: () => Promise.resolve(),
  }),
);

describeConformance('a WebSocket of the command line', async (dispatcher) => {
  const server = await startAttachServer({ dispatcher, token, operator: 'test', ...ports });
  return {
    open: (contract) => openSocketPort(server.url, contract),
    end: () => server.close(50),
    close: () => server.close(0),
  };
});

describeConformance('a WebSocket of the web server', async (dispatcher) => {
  const folder = temporaryFolder();
  const app = await createApp(
    { dataDir: folder.path, settings: settingsSchema.parse({}), what: 'test' },
    ports,
  );
  const server = await startWebServer({
    app,
    host: { kind: 'server', startedAt: systemClock.now() },
    dispatcher,
    listen: planListening({ port: 0 }),
    token,
    operator: 'test',
    rendererDir: folder.path,
    ...ports,
  });
  const address = new URL('/contract', server.origin);
  address.protocol = 'ws:';
  return {
    open: (contract) => openSocketPort(address.href, contract),
    end: () => server.close(50),
    async close() {
      await server.close(0);
      await app.close();
      folder[Symbol.dispose]();
    },
  };
});
