import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { z } from 'zod';
import { offeredProtocols } from '../../src/shared/contract/web-socket-protocols.ts';
import { runCli } from '../support/cli.ts';
import { openFrameSocket } from '../support/socket-frames.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { Figure } from './figures.ts';

/** How long `serve` takes to answer with the large lab in its store: from the start of the process, median of five. */
const rounds = 5;
const readiness = z.looseObject({ origin: z.string(), token: z.string() });

using folder = temporaryFolder();
const demo = await runCli(['--data-dir', folder.path, '--quiet', 'demo', '--size', 'large']);
if (demo.code !== 0) throw new Error(`the demo ended with ${demo.code}: ${demo.stderr}`);

const taken = {
  ready: [] as number[],
  page: [] as number[],
  hello: [] as number[],
  inventory: [] as number[],
};
for (let round = 0; round < rounds; round += 1) {
  const began = performance.now();
  const since = () => performance.now() - began;
  const child = spawn(
    process.execPath,
    [resolve('bin/datacenter-docs.mjs'), '--data-dir', folder.path, '--json', 'serve', '--port', '0'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise<void>((done) => child.on('close', () => done()));
  const { origin, token } = readiness.parse(JSON.parse(await firstLine(child)));
  taken.ready.push(since());
  await (await fetch(`${origin}/`)).text();
  taken.page.push(since());
  const socket = await openFrameSocket(`${origin.replace('http', 'ws')}/contract`, offeredProtocols(token));
  await arrived(socket.frames, 1);
  taken.hello.push(since());
  socket.send({
    t: 'call',
    id: 0,
    method: 'inventory.rows',
    input: { query: { kinds: ['vm'] }, columns: ['host'] },
  });
  await arrived(socket.frames, 2);
  taken.inventory.push(since());
  socket.close();
  child.kill('SIGTERM');
  await ended;
}

const figure = (name: string, values: readonly number[], aim?: string): Figure => ({
  name: `serve, 10,000 VMs in the store: ${name}, from the start of the process`,
  value: values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN,
  unit: 'ms',
  ...(aim === undefined ? {} : { aim }),
});
console.log(
  JSON.stringify([
    figure('says that it answers', taken.ready, '≤ 1,000 ms'),
    figure('first page', taken.page, '≤ 1,000 ms'),
    figure('contract says hello', taken.hello, '≤ 1,000 ms'),
    figure('first hundred VMs over the contract', taken.inventory),
  ]),
);

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n')) done(text);
    });
    child.on('close', (code) => fail(new Error(`serve ended with ${code}: ${text}`)));
  });
}

async function arrived(frames: readonly unknown[], count: number): Promise<void> {
  while (frames.length < count) await new Promise((turn) => setImmediate(turn));
}
