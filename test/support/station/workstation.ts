import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { createClient, type Client } from '../../../src/shared/contract/client.ts';
import { contractHash } from '../../../src/shared/contract/pinned.ts';
import { createWebSocketPort } from '../../../src/shared/contract/web-socket-port.ts';
import { offeredProtocols } from '../../../src/shared/contract/web-socket-protocols.ts';
import type { Role } from '../../../src/shared/model/role.ts';
import { runCli } from '../cli.ts';

/** The whole application as somebody's workstation: `serve` as a process, and its console as this person. */
export interface Workstation extends AsyncDisposable {
  readonly name: string;
  readonly client: Client;
}

const readinessSchema = z.looseObject({ origin: z.string(), pid: z.number() });
const addedSchema = z.looseObject({ token: z.string() });

export async function startWorkstation(options: {
  readonly name: string;
  readonly role: Role;
  readonly dataDir: string;
  /** Of the MCP server that it collects and remedies with. */
  readonly lab: string;
  readonly couch: { readonly url: string; readonly password: string };
}): Promise<Workstation> {
  const { name, role, dataDir, lab, couch } = options;
  const env = { COUCHDB_PASSWORD: couch.password };
  const run = (...words: readonly string[]) => runCli(['--data-dir', dataDir, '-q', ...words], { env });
  const must = async (...words: readonly string[]) => {
    const result = await run(...words);
    if (result.code !== 0) throw new Error(`${words.join(' ')} ended with ${result.code}: ${result.stderr}`);
    return result;
  };
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(
    `${dataDir}/config.yaml`,
    `couchdb: { url: '${couch.url}', user: '${name}' }
schedule:
  jobs:
    collection: { enabled: false }
    metrics: { enabled: false }
    documents: { enabled: false }
    clean-up: { enabled: false }
`,
  );
  await must('mcp', 'add', 'lab', '--simulated', '--url', lab);
  await must('mcp', 'trust', 'lab', '--yes');
  const added = await must('--json', 'operators', 'add', name, '--role', role);
  const { token } = addedSchema.parse(added.json());
  const child = spawn(
    process.execPath,
    [resolve('bin/datacenter-docs.mjs'), '--data-dir', dataDir, '--json', 'serve', '--port', '0'],
    { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(child, 'exit');
  const first = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([line]) => String(line)),
    ended.then(() => {
      throw new Error(`serve of ${name} ended: ${said}`);
    }),
  ]);
  const { origin } = readinessSchema.parse(JSON.parse(first));
  const client = createClient(
    createWebSocketPort({
      open: () => new WebSocket(`${origin.replace('http', 'ws')}/contract`, offeredProtocols(token)),
      contract: contractHash,
      nowMs: () => performance.now(),
      setTimer: (work, ms) => setTimeout(work, ms),
      clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
      unit: Math.random,
    }),
  );
  return {
    name,
    client,
    async [Symbol.asyncDispose]() {
      client.port.close();
      child.kill('SIGKILL');
      await ended;
    },
  };
}
