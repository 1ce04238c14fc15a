import { openCallLog } from './call-log.ts';
import { createFaultPlan } from './faults.ts';
import type { LabOptions } from './options.ts';
import { createLabRandom } from './random.ts';
import { createLabServer } from './server.ts';
import { estateSurface, simulationSurface } from './surface.ts';

export interface LabPorts {
  /** One line about where it listens; stdout belongs to the protocol when serving stdio. */
  announce(line: string): void;
  /** Ends the process at once: what the disconnect fault does over stdio. */
  exit(code: number): void;
}

export interface RunningLab {
  /** Only over HTTP. */
  readonly url?: string;
  /** Resolves when the estate is built, over stdio after the client has connected; rejects when an option does not fit it (an unknown scenario). */
  readonly ready: Promise<unknown>;
  close(): Promise<void>;
}

export async function startLab(options: LabOptions, ports: LabPorts): Promise<RunningLab> {
  const faults = createFaultPlan(createLabRandom(options.seed, 'faults'), options.faults);
  const { seed, size, domains, frozen, speed } = options;
  const surface =
    options.estates.length > 0
      ? await estateSurface(options.estates, faults)
      : simulationSurface(
          { seed, size, domains, frozen, speed, ...(options.now !== undefined && { now: options.now }) },
          options.scenarios,
          faults,
        );
  const callLog = options.callLog === undefined ? undefined : openCallLog(options.callLog);
  const lab = createLabServer({
    surface,
    faults,
    random: createLabRandom(seed, 'malformed'),
    ...(callLog && { callLog }),
  });
  if (options.transport.type === 'stdio') {
    const { serveStdio } = await import('./stdio.ts');
    const { connected } = await serveStdio(lab, (code) => ports.exit(code));
    return { ready: connected.then(() => surface.tools()), close: async () => callLog?.close() };
  }
  const { serveHttp } = await import('./http.ts');
  const http = await serveHttp(lab, options.transport);
  ports.announce(JSON.stringify({ url: http.url, server: surface.serverName, pid: process.pid }));
  return {
    url: http.url,
    ready: surface.tools(),
    close: async () => {
      await http.close();
      callLog?.close();
    },
  };
}
