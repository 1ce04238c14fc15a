import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import {
  AuthProtocols,
  createAgent,
  ErrorStatus,
  ObjectType,
  PrivProtocols,
  SecurityLevel,
  type Varbind,
} from 'net-snmp';
import { compareOids } from '../../src/servers/snmp/protocol/oid.ts';

/** Objects of an agent: OID → type and value. */
export type SnmpObjects = Readonly<Record<string, readonly [type: keyof typeof ObjectType, value: unknown]>>;

export interface TestAgent extends AsyncDisposable {
  readonly port: number;
  /** What it has from now on under an OID; undefined: nothing any more. */
  put(oid: string, value?: readonly [type: keyof typeof ObjectType, value: unknown]): void;
  value(oid: string): unknown;
  /** What was asked of it, `get 1.3.6…`. */
  readonly asked: string[];
}

export interface TestAgentOptions {
  readonly objects: SnmpObjects;
  readonly community?: string;
  readonly writeCommunity?: string;
  readonly user?: { readonly name: string; readonly auth: string; readonly privacy?: string };
  /** Waits before each answer; Infinity: it never answers. */
  readonly delayMs?: () => number;
  /** Answers no request that would have more values than that. */
  readonly mostValues?: number;
  /** The OID that follows, instead of the true one. */
  readonly following?: (oid: string, truly: string | undefined) => string | undefined;
  /** Whether a set is done; it is answered with success either way. */
  readonly obeys?: (oid: string, value: unknown) => boolean;
}

interface Pdu {
  varbinds: Varbind[];
  readonly nonRepeaters?: number;
  readonly maxRepetitions?: number;
  errorStatus?: number;
  errorIndex?: number;
  getResponsePduForRequest(): Pdu;
}
interface Request {
  readonly pdu: Pdu;
  readonly version: number;
  readonly community?: string;
}
type Handle = (socket: unknown, request: Request, rinfo: unknown) => void;
/** The parts of the library's agent that this one puts others in place of; its types leave them open. */
interface LibraryAgent {
  getRequest: Handle;
  getNextRequest: Handle;
  getBulkRequest: Handle;
  setRequest: Handle;
  sendResponse(socket: unknown, rinfo: unknown, request: Request, response: Pdu): void;
  getAuthorizer(): { addCommunity(community: string): void; addUser(user: object): void };
  close(done?: () => void): void;
}

/** A device that speaks real SNMP (v2c, v3) on a free port of loopback and has whatever objects it is given. */
export async function startSnmpAgent(options: TestAgentOptions): Promise<TestAgent> {
  const objects = new Map(Object.entries(options.objects));
  let order: string[] | undefined;
  const sorted = () => (order ??= [...objects.keys()].toSorted(compareOids));
  let socket: Socket | undefined;
  const agent = createAgent(
    {
      address: '127.0.0.1',
      disableAuthorization: false,
      dgramModule: {
        createSocket(type: 'udp4') {
          const made = createSocket({ type, recvBufferSize: 1 << 20 });
          const bind = made.bind.bind(made);
          made.bind = (_: unknown, address?: unknown) => bind(0, String(address));
          socket = made;
          return made;
        },
      },
    },
    () => undefined,
  ) as LibraryAgent;
  if (socket === undefined) throw new Error('the agent has no socket');
  const opened: Socket = socket;
  const authorizer = agent.getAuthorizer();
  authorizer.addCommunity(options.community ?? 'public');
  if (options.writeCommunity !== undefined) authorizer.addCommunity(options.writeCommunity);
  const { user } = options;
  if (user !== undefined)
    authorizer.addUser({
      name: user.name,
      level: user.privacy === undefined ? SecurityLevel.authNoPriv : SecurityLevel.authPriv,
      authProtocol: AuthProtocols.sha256,
      authKey: user.auth,
      ...(user.privacy !== undefined && { privProtocol: PrivProtocols.aes, privKey: user.privacy }),
    });
  const asked: string[] = [];
  let closed = false;

  const at = (oid: string): Varbind => {
    const found = objects.get(oid);
    if (found === undefined) return { oid, type: ObjectType.NoSuchInstance, value: null };
    return { oid, type: ObjectType[found[0]], value: found[1] as Varbind['value'] };
  };
  const next = (oid: string): Varbind => {
    const list = sorted();
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareOids(list[middle] ?? '', oid) <= 0) low = middle + 1;
      else high = middle;
    }
    const following = options.following ? options.following(oid, list[low]) : list[low];
    return following === undefined ? { oid, type: ObjectType.EndOfMibView, value: null } : at(following);
  };
  const answered =
    (name: string, work: (request: Request, response: Pdu) => void): Handle =>
    (from, request, rinfo) => {
      asked.push(`${name} ${request.pdu.varbinds.map(({ oid }) => oid).join(' ')}`);
      const response = request.pdu.getResponsePduForRequest();
      response.varbinds = [];
      work(request, response);
      if (response.varbinds.length > (options.mostValues ?? Infinity)) return;
      const wait = options.delayMs?.() ?? 0;
      if (wait === Infinity) return;
      const send = () => {
        if (!closed) agent.sendResponse(from, rinfo, request, response);
      };
      if (wait === 0) send();
      else setTimeout(send, wait).unref();
    };

  agent.getRequest = answered('get', ({ pdu }, response) => {
    response.varbinds = pdu.varbinds.map(({ oid }) => at(oid));
  });
  agent.getNextRequest = answered('next', ({ pdu }, response) => {
    response.varbinds = pdu.varbinds.map(({ oid }) => next(oid));
  });
  agent.getBulkRequest = answered('bulk', ({ pdu }, response) => {
    let cursors = pdu.varbinds.map(({ oid }) => oid);
    for (let round = 0; round < (pdu.maxRepetitions ?? 0); round += 1) {
      const row = cursors.map(next);
      response.varbinds.push(...row);
      if (row.every(({ type }) => type === ObjectType.EndOfMibView)) break;
      cursors = row.map(({ oid }) => oid);
    }
  });
  agent.setRequest = answered('set', ({ pdu, community }, response) => {
    response.varbinds = pdu.varbinds.map(({ oid, type, value }) => ({ oid, type, value }) as Varbind);
    if (community !== undefined && community !== options.writeCommunity) {
      response.errorStatus = ErrorStatus.NoAccess;
      response.errorIndex = 1;
      return;
    }
    for (const { oid, value } of pdu.varbinds)
      if (options.obeys?.(oid, value) ?? true) objects.set(oid, [objects.get(oid)?.[0] ?? 'Integer', value]);
  });

  if (!bound(opened)) await once(opened, 'listening');
  return {
    port: opened.address().port,
    asked,
    put(oid, value) {
      if (value === undefined) objects.delete(oid);
      else objects.set(oid, value);
      order = undefined;
    },
    value: (oid) => objects.get(oid)?.[1],
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        closed = true;
        agent.close(() => resolve());
      }),
  };
}

function bound(socket: Socket): boolean {
  try {
    socket.address();
    return true;
  } catch {
    return false;
  }
}
