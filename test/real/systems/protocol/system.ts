import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { McpError } from '../../../../src/main/mcp/mcp-error.ts';
import type { McpSession } from '../../../../src/main/mcp/session.ts';
import type { CheckContext, RealCheck, RealSystem, StartContext } from '../../real-system.ts';

const source = 'everything';
const readOnlyTools = [
  'echo',
  'get-env',
  'get-resource-links',
  'get-structured-content',
  'get-sum',
  'get-tiny-image',
  'trigger-long-running-operation',
];

/**
 * Those of the suite that a client without sign-in by browser and without questions to people can take: it offers
 * neither OAuth nor elicitation, and says so in its capabilities.
 */
const scenarios = ['initialize', 'tools_call', 'sse-retry'];

const over =
  (look: (session: McpSession) => Promise<string | undefined>) =>
  async ({ app }: CheckContext): Promise<string | undefined> =>
    look(await app.mcp.pool.session(source));

const protocol: readonly RealCheck[] = [
  {
    title: 'text and structured content are told apart',
    run: over(async (session) => {
      const sum = await session.callTool('get-sum', { a: 20, b: 22 });
      const weather = await session.callTool('get-structured-content', { location: 'Chicago' });
      const { temperature } = (weather.data ?? {}) as { temperature?: unknown };
      if (!sum.text.includes('42') || sum.form !== 'text') return `the sum is ${sum.form}: ${sum.text}`;
      return weather.form === 'structured' && typeof temperature === 'number'
        ? undefined
        : `structured content came as ${weather.form}`;
    }),
  },
  {
    title: 'images and links in an answer are passed over, its text is kept',
    run: over(async (session) => {
      const image = await session.callTool('get-tiny-image', {});
      const links = await session.callTool('get-resource-links', { count: 2 });
      return image.text.includes('MCP') && links.text.includes('2 resource links')
        ? undefined
        : `it read ${image.text} and ${links.text}`;
    }),
  },
  {
    title: 'progress is told in order, and to its end',
    run: over(async (session) => {
      const seen: string[] = [];
      await session.callTool(
        'trigger-long-running-operation',
        { duration: 1, steps: 4 },
        { onProgress: ({ done, total }) => seen.push(`${done}/${total}`) },
      );
      return seen.join() === '1/4,2/4,3/4,4/4' ? undefined : `it told ${seen.join() || 'nothing'}`;
    }),
  },
  {
    title: 'a call is cancelled, one that takes too long is a timeout, and the session goes on',
    run: over(async (session) => {
      const controller = new AbortController();
      const cancelled = session
        .callTool(
          'trigger-long-running-operation',
          { duration: 20, steps: 20 },
          { signal: controller.signal, onProgress: () => controller.abort() },
        )
        .then(() => 'it ended', codeOf);
      const late = session
        .callTool('trigger-long-running-operation', { duration: 20, steps: 1 }, { timeoutMs: 300 })
        .then(() => 'it ended', codeOf);
      const codes = [
        await cancelled,
        await late,
        (await session.callTool('echo', { message: 'still' })).text,
      ];
      return codes.join() === 'cancelled,timeout,Echo: still' ? undefined : codes.join();
    }),
  },
  {
    title: 'a resource is read',
    run: over(async (session) => {
      const [resource] = await session.readResource('demo://resource/dynamic/text/1');
      return resource?.text?.includes('Resource 1') ? undefined : 'it is empty';
    }),
  },
  {
    title: 'nothing of our environment reaches a server but what it needs to run',
    run: over(async (session) => {
      const env = JSON.parse((await session.callTool('get-env', {})).text) as Record<string, string>;
      const surplus = Object.keys(env).filter(
        (name) => !['HOME', 'LANG', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'TZ', 'USER'].includes(name),
      );
      return surplus.length === 0 ? undefined : `it sees ${surplus.join(', ')}`;
    }),
  },
  {
    title: 'a tool that nobody has called read-only is not called',
    run: over(async (session) => {
      const code = await session.callTool('toggle-simulated-logging', {}).then(() => 'called', codeOf);
      return code === 'not-read-only' ? undefined : code;
    }),
  },
];

const codeOf = (error: unknown): string => (error instanceof McpError ? error.code : String(error));

const conformance = (bin: StartContext['bin']): RealCheck[] =>
  scenarios.map((scenario) => ({
    title: `conformance of the client: ${scenario}`,
    async run() {
      const client = join(import.meta.dirname, 'conformance-client.ts');
      const child = spawn(
        process.execPath,
        [
          bin('conformance'),
          'client',
          '--command',
          `${process.execPath} --disable-warning=ExperimentalWarning ${client}`,
          '--scenario',
          scenario,
        ],
        { stdio: ['ignore', 'pipe', 'pipe'] },
      );
      let said = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => void (said += chunk.toString()));
      const [code] = (await once(child, 'close')) as [number | null];
      return code === 0 && /Passed: (\d+)\/\1, 0 failed, 0 warnings/.test(said)
        ? undefined
        : said.slice(-2_000);
    },
  }));

/** The protocol itself: the reference server with all its features, and the suite that judges clients. */
export const protocolSystem: RealSystem = {
  id: 'protocol',
  title: 'The protocol',
  missing: () => Promise.resolve(undefined),
  start: ({ bin }) =>
    Promise.resolve({
      version: 'up to 2025-11-25',
      sources: [
        {
          name: source,
          server: '@modelcontextprotocol/server-everything',
          adapters: [],
          entry: {
            command: process.execPath,
            args: [bin('mcp-server-everything'), 'stdio'],
            datacenterDocs: { readOnlyTools },
          },
          checks: [...protocol, ...conformance(bin)],
        },
      ],
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
};
