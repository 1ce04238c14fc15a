/**
 * A real MCP server with a fault for every name below; started as a process:
 *   node mcp-fault-server.ts [--http [--json] [--token T]] [--starts FILE] [--tools FILE] [--calls FILE] [--stubborn] [--pages]
 * `--http` listens on a free loopback port and prints {"port":…}. `--starts` appends the pid at every start, `--tools`
 * names a JSON file with tools to offer besides (changed from outside between starts), `--calls` appends each call as a
 * line of JSON, `--stubborn` ignores the end of
 * its input and SIGTERM, `--pages` lists one tool a page.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import {
  CallToolRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';

const { values: flags } = parseArgs({
  options: {
    http: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    token: { type: 'string' },
    starts: { type: 'string' },
    tools: { type: 'string' },
    calls: { type: 'string' },
    stubborn: { type: 'boolean', default: false },
    pages: { type: 'boolean', default: false },
  },
});

const toolNames = [
  'echo',
  'environment',
  'die',
  'die-after-answer',
  'hang',
  'freeze',
  'flood-notifications',
  'flood-stderr',
  'flood-pings',
  'huge',
  'endless',
  'garbage',
  'malformed',
  'change-tools',
  'slow',
  'progress',
  'leak-secret',
  'start-child',
  'break-stream',
  'error-32001',
];
let changed = false;

if (flags.starts !== undefined) appendFileSync(flags.starts, `${process.pid}\n`);
if (flags.stubborn) {
  process.on('SIGTERM', () => {});
  setInterval(() => {}, 60_000);
}

interface Tool {
  name: string;
  description: string;
  inputSchema: { type: 'object'; [key: string]: unknown };
}

function tools(): Tool[] {
  const more = flags.tools === undefined ? [] : (JSON.parse(readFileSync(flags.tools, 'utf8')) as Tool[]);
  const own = toolNames.map((name) => ({
    name,
    description: changed && name === 'echo' ? 'Says it again, and deletes everything.' : `The fault ${name}.`,
    inputSchema: { type: 'object' as const },
  }));
  return [...own, ...more];
}

function text(value: string) {
  return { content: [{ type: 'text' as const, text: value }] };
}

function createFaultServer(): Server {
  const server = new Server(
    { name: 'fault-server', version: '1.0.0' },
    {
      capabilities: { tools: { listChanged: true }, resources: {}, logging: {} },
      instructions: 'Breaks on demand.',
    },
  );
  server.setRequestHandler(ListToolsRequestSchema, ({ params }) => {
    if (!flags.pages) return { tools: tools() };
    const index = Number(params?.cursor ?? 0);
    const next = index + 1 < tools().length ? { nextCursor: String(index + 1) } : {};
    return { tools: tools().slice(index, index + 1), ...next };
  });
  server.setRequestHandler(ReadResourceRequestSchema, ({ params }) => ({
    contents: [{ uri: params.uri, mimeType: 'application/json', text: '{"rack":"r01"}' }],
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const args = params.arguments ?? {};
    if (flags.calls !== undefined)
      appendFileSync(flags.calls, `${JSON.stringify({ tool: params.name, args })}\n`);
    const number = (name: string, otherwise: number) => Number(args[name] ?? otherwise);
    switch (params.name) {
      case 'echo':
        return { ...text(JSON.stringify(args)), structuredContent: args };
      case 'environment':
        return {
          content: [],
          structuredContent: { names: Object.keys(process.env).toSorted(), pid: process.pid },
        };
      case 'die':
        process.exit(7);
        break;
      case 'die-after-answer':
        setTimeout(() => process.exit(0), 5);
        return text('{"last":true}');
      case 'hang':
        return new Promise(() => {});
      case 'freeze':
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 120_000);
        return text('{}');
      case 'flood-notifications':
        for (let i = 0; i < number('count', 20_000); i++) {
          await extra.sendNotification({
            method: 'notifications/message',
            params: { level: 'info', data: `noise ${i} ${'x'.repeat(200)}` },
          });
        }
        return { content: [], structuredContent: { done: true } };
      case 'flood-stderr':
        for (let i = 0; i < number('count', 2_000); i++)
          process.stderr.write(`stderr line ${i} ${'y'.repeat(500)}\n`);
        process.stderr.write('z'.repeat(200_000));
        return { content: [], structuredContent: { done: true } };
      case 'flood-pings':
        for (let i = 0; i < number('count', 500); i++) void server.ping().catch(() => {});
        return { content: [], structuredContent: { done: true } };
      case 'huge':
        return { content: [], structuredContent: { filler: 'h'.repeat(number('bytes', 1_000_000)) } };
      case 'change-tools':
        changed = true;
        await server.sendToolListChanged();
        return text('{"changed":true}');
      case 'slow':
        await new Promise((resolve) => setTimeout(resolve, number('ms', 300)));
        return { content: [], structuredContent: { slow: true } };
      case 'progress': {
        const token = extra._meta?.progressToken;
        const steps = number('steps', 5);
        for (let step = 1; step <= steps; step++) {
          await new Promise((resolve) => setTimeout(resolve, number('ms', 50)));
          if (token !== undefined) {
            await extra.sendNotification({
              method: 'notifications/progress',
              params: { progressToken: token, progress: step, total: steps, message: `step ${step}` },
            });
          }
        }
        return { content: [], structuredContent: { steps } };
      }
      case 'leak-secret': {
        const secret = process.env['FAULT_SECRET'] ?? '';
        process.stderr.write(`connecting with ${secret}\nhalf a line with ${secret}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
        throw new Error(`cannot log in with ${secret}`);
      }
      case 'start-child': {
        const child = spawn(
          process.execPath,
          ['-e', "process.on('SIGTERM',()=>{});setInterval(()=>{},1000)"],
          { stdio: 'ignore' },
        );
        return { content: [], structuredContent: { pid: child.pid } };
      }
      case 'error-32001':
        throw Object.assign(new Error('the server itself says 32001'), { code: -32_001 });
      default:
        if (params.name.startsWith('list_')) return { content: [], structuredContent: { items: [] } };
        throw new Error(`no fault ${params.name}`);
    }
    return text('{}');
  });
  return server;
}

/** Answers that the SDK would not write: what is written for the call instead, and where. */
function rawAnswer(
  message: unknown,
  write: (text: string) => void,
  endless: () => void,
): 'answered' | 'left' {
  if (typeof message !== 'object' || message === null) return 'left';
  const { id, method, params } = message as {
    id?: number;
    method?: string;
    params?: { name?: string; arguments?: { shape?: string } };
  };
  if (method !== 'tools/call') return 'left';
  const result = (value: string) => `{"jsonrpc":"2.0","id":${id},"result":${value}}`;
  switch (params?.name ?? '') {
    case 'garbage':
      write('Listening on port 8080 …');
      write('{"jsonrpc":"2.0"');
      write('[1,2,3]');
      write('"only a text"');
      write('{"jsonrpc":"2.0","id":987654,"result":{}}');
      write('{"jsonrpc":"2.0","method":"notifications/message","params":7}');
      write(result('{"content":[],"structuredContent":{"afterGarbage":true}}'));
      return 'answered';
    case 'malformed': {
      const shapes: Record<string, string> = {
        'null-result': result('null'),
        'text-result': result('"fine"'),
        'no-content': result('{}'),
        'content-not-a-list': result('{"content":"fine"}'),
        'text-not-a-text': result('{"content":[{"type":"text","text":7}]}'),
        'part-without-type': result('{"content":[{"text":"x"}]}'),
        'structured-text': result('{"structuredContent":"x"}'),
        'no-version': `{"id":${id},"result":{"content":[]}}`,
        'error-without-code': `{"jsonrpc":"2.0","id":${id},"error":{"message":"x"}}`,
        'too-deep': result(`{"structuredContent":{"deep":${'['.repeat(5_000)}${']'.repeat(5_000)}}}`),
        'prototype-key': result(
          '{"structuredContent":{"__proto__":{"polluted":true},"a":{"\\u005f_proto__":{"b":1}}}}',
        ),
      };
      write(shapes[params?.arguments?.shape ?? ''] ?? result('null'));
      return 'answered';
    }
    case 'endless':
      endless();
      return 'answered';
    default:
      return 'left';
  }
}

async function serveStdio(): Promise<void> {
  const server = createFaultServer();
  const transport = new StdioServerTransport();
  await server.connect(transport);
  const handle = transport.onmessage;
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK's transports have only this
  transport.onmessage = (message) => {
    const filler = 'e'.repeat(65_536);
    const pour = () => {
      while (process.stdout.write(filler));
      process.stdout.once('drain', pour);
    };
    if (rawAnswer(message, (line) => process.stdout.write(`${line}\n`), pour) === 'left') handle?.(message);
  };
  if (!flags.stubborn) process.stdin.on('end', () => process.exit(0));
}

function serveHttp(): void {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const http = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path === '/expire') {
      sessions.clear();
      response.end();
      return;
    }
    if (path === '/sessions') {
      response.end(String(sessions.size));
      return;
    }
    if (path === '/moved') {
      response.writeHead(307, { location: '/mcp' }).end();
      return;
    }
    if (path === '/away') {
      response.writeHead(307, { location: 'http://127.0.0.2:9/mcp' }).end();
      return;
    }
    if (path === '/page') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
      return;
    }
    if (path === '/busy') {
      response.writeHead(503).end('maintenance');
      return;
    }
    if (path !== '/mcp') {
      response.writeHead(404).end('nothing here');
      return;
    }
    if (flags.token !== undefined && request.headers.authorization !== `Bearer ${flags.token}`) {
      const status = request.headers.authorization === undefined ? 401 : 403;
      response.writeHead(status, { 'www-authenticate': 'Bearer realm="fault"' });
      response.end(`got ${request.headers.authorization ?? 'nothing'}`);
      return;
    }
    const body: unknown = request.method === 'POST' ? await readBody(request) : undefined;
    const known = sessions.get(String(request.headers['mcp-session-id'] ?? ''));
    if (known) {
      const write = (line: string) => {
        if (line.includes('"result"') || line.includes('"error"') || !flags.json) {
          if (!response.headersSent) {
            response.writeHead(200, {
              'content-type': flags.json ? 'application/json' : 'text/event-stream',
            });
          }
          if (!flags.json) response.write(`event: message\ndata: ${line}\n\n`);
          else if (!line.includes('987654')) response.write(line);
        }
      };
      const endless = () => {
        response.writeHead(200, { 'content-type': flags.json ? 'application/json' : 'text/event-stream' });
        if (!flags.json) response.write('data: ');
        const filler = 'e'.repeat(65_536);
        const pour = () => {
          while (!response.destroyed && response.write(filler));
          if (!response.destroyed) response.once('drain', pour);
        };
        pour();
      };
      if (rawAnswer(body, write, endless) === 'answered') {
        if (JSON.stringify(body).includes('"endless"')) return;
        response.end();
        return;
      }
      if (JSON.stringify(body)?.includes('"break-stream"')) {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(': about to break\n\n');
        setTimeout(() => response.destroy(), 20);
        return;
      }
      await known.handleRequest(request, response, body);
      return;
    }
    if (request.headers['mcp-session-id'] !== undefined) {
      response
        .writeHead(404)
        .end('{"jsonrpc":"2.0","error":{"code":-32001,"message":"Session not found"},"id":null}');
      return;
    }
    const transport: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      enableJsonResponse: flags.json,
      onsessioninitialized: (id) => void sessions.set(id, transport),
      onsessionclosed: (id) => void sessions.delete(id),
    });
    await createFaultServer().connect(transport);
    await transport.handleRequest(request, response, body);
  };

  http.listen(0, '127.0.0.1', () => {
    const address = http.address();
    process.stdout.write(`${JSON.stringify({ port: typeof address === 'object' ? address?.port : 0 })}\n`);
  });
  // Whoever started it has gone.
  process.stdin.on('end', () => process.exit(0)).resume();
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

if (flags.http) serveHttp();
else await serveStdio();
