import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const programs = ['prometheus', 'prometheus-alertmanager', 'prometheus-node-exporter'] as const;
type Program = (typeof programs)[number];

const pathOf = (program: Program): string | undefined =>
  ['/usr/bin', '/usr/local/bin', '/bin']
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));

/** What is missing to bring monitoring up; undefined: nothing. */
export function missingMonitoring(): string | undefined {
  const missing = programs.filter((program) => pathOf(program) === undefined);
  return missing.length === 0
    ? undefined
    : `there is no ${missing.join(', ')} (Debian: apt-get install ${missing.join(' ')})`;
}

/** For names of specs. */
export const withoutMonitoring =
  missingMonitoring() === undefined ? '' : ` (skipped: ${missingMonitoring() ?? ''})`;

export interface RealMonitoring extends AsyncDisposable {
  readonly version: string;
  readonly prometheus: string;
  readonly alertmanager: string;
  /** Ends the exporter, or begins it again: `up` follows within two seconds. */
  setExporter(runs: boolean): Promise<void>;
}

/**
 * Prometheus, Alertmanager and a node exporter on free ports of loopback, scraped and judged every second. The exporter
 * stands for a machine: its series carry the name that is given as their instance.
 */
export async function startMonitoring(folder: string, machine: string): Promise<RealMonitoring> {
  const [prometheusPort, alertmanagerPort, exporterPort] = await freePorts(3);
  const prometheus = `http://127.0.0.1:${prometheusPort}`;
  const alertmanager = `http://127.0.0.1:${alertmanagerPort}`;
  const running = new Map<Program, () => Promise<void>>();
  const stopAll = async () => {
    for (const stop of running.values()) await stop();
  };
  const setExporter = async (runs: boolean) => {
    await running.get('prometheus-node-exporter')?.();
    running.delete('prometheus-node-exporter');
    if (!runs) return;
    running.set(
      'prometheus-node-exporter',
      start('prometheus-node-exporter', [
        `--web.listen-address=127.0.0.1:${exporterPort}`,
        '--collector.disable-defaults',
        ...['cpu', 'filesystem', 'loadavg', 'meminfo'].map((name) => `--collector.${name}`),
      ]),
    );
    await answers(`http://127.0.0.1:${exporterPort}/metrics`);
  };
  try {
    await mkdir(folder, { recursive: true });
    const rules = join(folder, 'rules.yml');
    const config = join(folder, 'prometheus.yml');
    const routes = join(folder, 'alertmanager.yml');
    await writeFile(rules, JSON.stringify(alertRules));
    await writeFile(
      config,
      JSON.stringify({
        global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
        rule_files: [rules],
        alerting: {
          alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${alertmanagerPort}`] }] }],
        },
        scrape_configs: [
          {
            job_name: 'node',
            static_configs: [
              { targets: [`127.0.0.1:${exporterPort}`], labels: { instance: `${machine}:9100` } },
            ],
          },
        ],
      }),
    );
    await writeFile(
      routes,
      JSON.stringify({
        route: { receiver: 'nobody', group_wait: '1s', group_interval: '1s', repeat_interval: '1h' },
        receivers: [{ name: 'nobody' }],
      }),
    );
    await setExporter(true);
    running.set(
      'prometheus-alertmanager',
      start('prometheus-alertmanager', [
        `--config.file=${routes}`,
        `--storage.path=${join(folder, 'alertmanager')}`,
        `--web.listen-address=127.0.0.1:${alertmanagerPort}`,
        '--cluster.listen-address=',
      ]),
    );
    await answers(`${alertmanager}/-/ready`);
    running.set(
      'prometheus',
      start('prometheus', [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(folder, 'prometheus')}`,
        `--web.listen-address=127.0.0.1:${prometheusPort}`,
        '--rules.alert.resend-delay=1s',
      ]),
    );
    await answers(`${prometheus}/-/ready`);
    await scraped(prometheus);
    return {
      version: `Prometheus ${versionOf('prometheus')}, Alertmanager ${versionOf('prometheus-alertmanager')}`,
      prometheus,
      alertmanager,
      setExporter,
      [Symbol.asyncDispose]: stopAll,
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

const alertRules = {
  groups: [
    {
      name: 'machines',
      rules: [
        {
          alert: 'MachineDown',
          expr: 'up{job="node"} == 0',
          labels: { severity: 'critical' },
          annotations: {
            summary: '{{ $labels.instance }} does not answer',
            description: 'Its exporter has not answered the last scrape.',
          },
        },
      ],
    },
  ],
};

/** @returns what ends it */
function start(program: Program, args: readonly string[]): () => Promise<void> {
  const child = spawn(pathOf(program) ?? program, [...args], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return async () => {
    child.kill();
    const insist = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(insist);
  };
}

function versionOf(program: Program): string {
  const { stdout, stderr } = spawnSync(pathOf(program) ?? program, ['--version'], { encoding: 'utf8' });
  return /version (\S+)/.exec(`${stdout}${stderr}`)?.[1]?.replace(/[,+].*$/, '') ?? 'of unknown version';
}

async function answers(url: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; ;) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok === true) return;
    if (Date.now() > deadline) throw new Error(`${url} does not answer`);
    await sleep(100);
  }
}

/** Targets are found some seconds after it is ready. */
async function scraped(prometheus: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; ;) {
    const answer = await fetch(`${prometheus}/api/v1/query?query=up`, { signal: AbortSignal.timeout(2_000) });
    if ((await answer.text()).includes('"up"')) return;
    if (Date.now() > deadline) throw new Error(`${prometheus} has scraped nothing`);
    await sleep(100);
  }
}

/** Free at the same time, and most probably still a moment later. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
