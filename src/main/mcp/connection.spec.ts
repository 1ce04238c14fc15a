import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { expect, it } from 'vitest';
import { createFakeClock, settle } from '../../../test/support/fake-clock.ts';
import { sessionTo } from '../../../test/support/mcp-session.ts';

/** A server whose only tool answers when the test says so. */
async function start(timeoutMs: number) {
  const clock = createFakeClock();
  const server = new Server({ name: 'slow', version: '2' }, { capabilities: { tools: {} } });
  const tool = { name: 'wait', inputSchema: { type: 'object' as const } };
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [tool] }));
  let token: string | number | undefined;
  let cancelled = false;
  server.setRequestHandler(CallToolRequestSchema, (_request, extra) => {
    token = extra._meta?.progressToken;
    extra.signal.addEventListener('abort', () => (cancelled = true));
    return new Promise((resolve) => {
      answer = () => resolve({ content: [], structuredContent: { done: true } });
    });
  });
  let answer = () => {};
  const session = await sessionTo(server, { clock, timeoutMs });
  const progress = async (done: number) => {
    await server.notification({
      method: 'notifications/progress',
      params: { progressToken: token ?? 0, progress: done },
    });
    await settle();
  };
  return { clock, session, progress, answer: () => answer(), wasCancelled: () => cancelled };
}

it('describes the server', async () => {
  const { session } = await start(1_000);
  expect(session.server).toEqual({
    name: 'slow',
    version: '2',
    tools: [{ name: 'wait', inputSchema: { type: 'object' } }],
  });
});

it('gives up when nothing was heard for the timeout, and tells the server', async () => {
  const { clock, session, wasCancelled } = await start(1_000);
  const call = session.callTool('wait', {}).catch((error: unknown) => error);
  await clock.advance(999);
  expect(wasCancelled()).toBe(false);
  await clock.advance(1);
  expect(await call).toMatchObject({ code: 'timeout' });
  await settle();
  expect(wasCancelled()).toBe(true);
  expect(clock.sleeping).toBe(0);
});

it('counts from the last progress, and no longer than the maximum', async () => {
  const { clock, session, progress } = await start(1_000);
  const heard: number[] = [];
  const call = session
    .callTool('wait', {}, { onProgress: ({ done }) => heard.push(done) })
    .catch((error: unknown) => error);
  await settle();
  for (let step = 1; step <= 700; step++) {
    await clock.advance(900);
    await progress(step);
  }
  // 700 × 900 ms is past the maximum of 600,000 ms.
  expect(await call).toMatchObject({ code: 'timeout' });
  expect(heard.length).toBeGreaterThan(600);
  expect(heard.length).toBeLessThan(700);
});

it('leaves no timer behind when it is answered', async () => {
  const { clock, session, answer } = await start(1_000);
  const call = session.callTool('wait', {});
  await clock.advance(500);
  answer();
  expect((await call).data).toEqual({ done: true });
  expect(clock.sleeping).toBe(0);
});
