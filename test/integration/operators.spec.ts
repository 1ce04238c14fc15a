import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDispatcher, type Dispatcher } from '../../src/main/api/dispatcher.ts';
import { createMemoryPort } from '../../src/main/api/memory-port.ts';
import { createApp, type App } from '../../src/main/app.ts';
import { systemClock } from '../../src/main/platform/clock.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { systemRandom } from '../../src/main/platform/random.ts';
import { planListening } from '../../src/main/server/server-address.ts';
import { startWebServer, type WebServer } from '../../src/main/server/web-server.ts';
import { createClient, type Client } from '../../src/shared/contract/client.ts';
import { findMethod, methodNames, type MethodName } from '../../src/shared/contract/contract.ts';
import { neededRole } from '../../src/shared/contract/feature.ts';
import { contractHash } from '../../src/shared/contract/pinned.ts';
import { closeCodes, createWebSocketPort } from '../../src/shared/contract/web-socket-port.ts';
import { offeredProtocols } from '../../src/shared/contract/web-socket-protocols.ts';
import { mayActAs, roles, type Role } from '../../src/shared/model/role.ts';
import { settingsSchema } from '../../src/shared/model/settings.ts';
import { httpRequest } from '../support/http-request.ts';
import { openFrameSocket } from '../support/socket-frames.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ownerToken = 'operators-spec-operators-spec-operators';
const ports = { clock: systemClock, random: systemRandom, logger: silentLogger, owner: 'owner' };
const folder = temporaryFolder();
let app: App;
let dispatcher: Dispatcher;
let server: WebServer;
let owner: Client;
const tokens = new Map<Role, string>();

beforeAll(async () => {
  app = await createApp({ dataDir: folder.path, settings: settingsSchema.parse({}), what: 'test' }, ports);
  const host = { kind: 'server', startedAt: systemClock.now() } as const;
  dispatcher = createDispatcher({ app, host, ...ports });
  server = await startWebServer({
    app,
    host,
    dispatcher,
    listen: planListening({ port: 0 }),
    token: ownerToken,
    operator: 'owner',
    rendererDir: folder.path,
    ...ports,
  });
  owner = createClient(createMemoryPort(dispatcher, { via: 'memory', operator: 'owner', role: 'admin' }));
  for (const role of roles) {
    tokens.set(role, (await owner.operators.add({ name: `the ${role}`, role })).token);
  }
});

afterAll(async () => {
  owner.port.close();
  await server.close(0);
  await app.close();
  folder[Symbol.dispose]();
});

test.each(['owner', 'Datacenter Docs', 'application', 'Scheduler', 'nobody', 'unknown'])(
  'nobody is called %s: what stands in that name is said by nobody in particular',
  async (name) => {
    await expect(owner.operators.add({ name, role: 'viewer' })).rejects.toMatchObject({
      code: 'operator-name-taken',
    });
  },
);

const tokenOf = (role: Role) => tokens.get(role) ?? '';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const socketAddress = () => `${server.origin.replace('http', 'ws')}/contract`;

function clientWith(token: string): Client {
  return createClient(
    createWebSocketPort({
      open: () => new WebSocket(socketAddress(), offeredProtocols(token)),
      once: true,
      contract: contractHash,
      nowMs: () => performance.now(),
      setTimer: (run, ms) => setTimeout(run, ms),
      clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
      unit: () => 0,
    }),
  );
}

/** No method takes it, so that nothing that is permitted is really done: it is refused for its input then. */
const impossible = { '~': true };

async function codeOf(pending: Promise<unknown>): Promise<string> {
  return pending.then(
    () => 'answered',
    (error: unknown) => (error as { code: string }).code,
  );
}

describe.each(roles)('a %s', (role) => {
  test('is who they say they are, over a WebSocket and over HTTP', async () => {
    const client = clientWith(tokenOf(role));
    const who = await client.system.whoAmI({});
    client.port.close();
    expect(who).toMatchObject({ operator: `the ${role}`, role });
    expect(Object.keys(who.refused).toSorted()).toEqual(
      methodNames().filter((method) => !mayActAs(role, neededOf(method))),
    );
  });

  test.each(['memory', 'WebSocket'] as const)(
    'may call what their role may, and nothing else, over %s',
    async (over) => {
      const client =
        over === 'WebSocket'
          ? clientWith(tokenOf(role))
          : createClient(createMemoryPort(dispatcher, { via: 'memory', operator: `the ${role}`, role }));
      const answers: [MethodName, string][] = [];
      for (const method of methodNames()) {
        answers.push([method, await codeOf(client.call(method, impossible as never))]);
      }
      expect(answers).toEqual(
        methodNames().map((method) => [
          method,
          mayActAs(role, neededOf(method)) ? 'invalid-input' : 'forbidden',
        ]),
      );
      client.port.close();
    },
  );
});

describe('tickets over HTTP', () => {
  const send = (role: Role) =>
    httpRequest(`${server.origin}/api/v1/tickets`, {
      method: 'POST',
      headers: { ...bearer(tokenOf(role)), 'content-type': 'application/json' },
      body: JSON.stringify({ title: `from the ${role}` }),
    });

  test.each(['operator', 'approver', 'admin'] as const)('are the work of an %s', async (role) => {
    const answer = await send(role);
    expect(answer.status).toBe(201);
    expect(answer.json()).toMatchObject({ ticket: { origin: { is: 'api', operator: `the ${role}` } } });
  });

  test('are refused of a viewer, who is told which role it takes', async () => {
    const answer = await send('viewer');
    expect(answer.status).toBe(403);
    expect(answer.json()).toMatchObject({
      code: 'forbidden',
      detail: 'tickets.add takes the role operator; the viewer is viewer.',
    });
  });
});

test('Alertmanager comes with its token as a password, and acts as the operator that it is', async () => {
  const receive = (role: Role) =>
    httpRequest(`${server.origin}/api/v1/webhooks/alertmanager`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`anybody:${tokenOf(role)}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        version: '4',
        groupKey: '{}:{alertname="HostDown"}',
        status: 'firing',
        receiver: 'datacenter-docs',
        groupLabels: {},
        commonLabels: {},
        commonAnnotations: {},
        externalURL: '',
        alerts: [
          {
            status: 'firing',
            labels: { alertname: 'HostDown', instance: 'h1' },
            annotations: {},
            startsAt: '2026-11-23T08:00:00.000Z',
            endsAt: '0001-01-01T00:00:00Z',
            generatorURL: '',
            fingerprint: 'a1b2c3d4e5f60718',
          },
        ],
      }),
    });
  expect((await receive('viewer')).status).toBe(403);
  expect((await receive('operator')).status).toBe(200);
  const { items } = await owner.audit.list({ action: 'tickets.alerts' });
  expect(items.map(({ operator, via }) => [operator, via])).toEqual([['the operator', 'http']]);
});

test('what is refused leaves no trace of having been begun, and what is done stands under its operator', async () => {
  const viewer = clientWith(tokenOf('viewer'));
  expect(await codeOf(viewer.settings.set({ path: 'site', value: 'mine' }))).toBe('forbidden');
  viewer.port.close();
  const admin = clientWith(tokenOf('admin'));
  await admin.settings.set({ path: 'site', value: 'ours' });
  admin.port.close();
  const { items } = await owner.audit.list({ action: 'settings.set' });
  expect(items.map(({ operator, result }) => [operator, result])).toEqual([['the admin', 'done']]);
});

test('letting remediations of a ticket run by themselves takes an approver', async () => {
  const operator = clientWith(tokenOf('operator'));
  const { ticket } = await operator.tickets.add({ title: 'slow' });
  expect(await codeOf(operator.tickets.add({ title: 'slower', automation: true }))).toBe('forbidden');
  expect(await codeOf(operator.tickets.change({ id: ticket.id, automation: true }))).toBe('forbidden');
  operator.port.close();
  const approver = clientWith(tokenOf('approver'));
  expect(await codeOf(approver.tickets.change({ id: ticket.id, automation: true }))).toBe('answered');
  approver.port.close();
});

test('an operator throws the kill switch, an approver releases it', async () => {
  const operator = clientWith(tokenOf('operator'));
  await operator.policy.kill({ on: true, reason: 'fire' });
  expect(await codeOf(operator.policy.kill({ on: false, reason: 'out' }))).toBe('forbidden');
  operator.port.close();
  expect((await owner.policy.read({})).killSwitch).toMatchObject({ on: true });
  const approver = clientWith(tokenOf('approver'));
  await approver.policy.kill({ on: false, reason: 'out' });
  approver.port.close();
});

describe('sessions', () => {
  async function signIn(token: string): Promise<string> {
    const answer = await httpRequest(`${server.origin}/session`, { method: 'POST', headers: bearer(token) });
    expect(answer.status).toBe(204);
    return answer.headers['set-cookie']?.split(';')[0] ?? '';
  }
  const statusWith = async (cookie: string) =>
    (await httpRequest(`${server.origin}/session`, { headers: { cookie } })).status;

  test('are their operator’s, end when they are disabled, and are in the audit from end to end', async () => {
    const { token } = await owner.operators.add({ name: 'mallory', role: 'operator' });
    const cookie = await signIn(token);
    const origin = server.origin;
    const socket = await openFrameSocket(socketAddress(), offeredProtocols(), { cookie, origin });
    await expect.poll(() => socket.frames[0]).toMatchObject({ t: 'hello' });
    await owner.operators.disable({ name: 'mallory' });
    expect(await socket.closed).toEqual({ code: closeCodes.goingAway });
    expect(await statusWith(cookie)).toBe(401);
    const again = await openFrameSocket(socketAddress(), offeredProtocols(), { cookie, origin });
    expect(await again.closed).toEqual({ code: closeCodes.unauthorized });
    const wrong = await httpRequest(`${origin}/session`, { method: 'POST', headers: bearer(token) });
    expect(wrong.status).toBe(401);

    const { items } = await owner.audit.list({ action: 'session' });
    const told = items.map(({ operator, action, result }) => `${operator} ${action} ${result}`);
    expect(told).toContain('mallory session.open done');
    expect(told).toContain('nobody session.refused failed');
    expect(JSON.stringify(items)).not.toContain(token);
  });

  test('have another role at once when their operator has', async () => {
    const { token } = await owner.operators.add({ name: 'olivia', role: 'viewer' });
    const client = clientWith(token);
    expect(await codeOf(client.tickets.add({ title: 'x' }))).toBe('forbidden');
    await owner.operators.setRole({ name: 'olivia', role: 'operator' });
    const promoted = clientWith(token);
    expect(await codeOf(promoted.tickets.add({ title: 'x' }))).toBe('answered');
    await owner.operators.setRole({ name: 'olivia', role: 'viewer' });
    const demoted = await httpRequest(`${server.origin}/api/v1/tickets`, {
      method: 'POST',
      headers: { ...bearer(token), 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'x' }),
    });
    expect(demoted.status).toBe(403);
    await expect.poll(() => promoted.port.status.is).not.toBe('open');
    client.port.close();
    promoted.port.close();
  });

  test('that end by themselves are told, too', async () => {
    const cookie = await signIn(tokenOf('viewer'));
    await httpRequest(`${server.origin}/session`, { method: 'DELETE', headers: { cookie } });
    const { items } = await owner.audit.list({ action: 'session.end' });
    expect(items.map(({ operator }) => operator)).toContain('the viewer');
  });

  test('a program is told once, however often it asks', async () => {
    for (let i = 0; i < 5; i += 1) {
      await httpRequest(`${server.origin}/api/v1/health`, { headers: bearer(tokenOf('approver')) });
    }
    const { items } = await owner.audit.list({ action: 'session.token', operator: 'the approver' });
    expect(items).toHaveLength(1);
  });
});

test('no token stands in the audit', async () => {
  const { content } = await owner.audit.export({ format: 'json' });
  for (const token of [...tokens.values(), ownerToken]) expect(content).not.toContain(token);
});

function neededOf(method: MethodName): Role {
  const definition = findMethod(method);
  if (!definition) throw new Error(`there is no ${method}`);
  return neededRole(definition);
}
