import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { ManagedRef } from '../../src/servers/vsphere/connection/managed-ref.ts';
import { element, received, reference } from '../../src/servers/vsphere/connection/markup.ts';
import { parseXml, type XmlElement } from '../../src/servers/vsphere/connection/xml-element.ts';
import { makeTestCertificate } from './test-certificate.ts';
import { fingerprintOf } from './vcsim.ts';

interface Recorded {
  /** `ServiceContent`. */
  readonly content: string;
  /** Each as the property collector wrote it. */
  readonly objects: readonly string[];
  /** `METHOD OBJECT` → the inside of its response. */
  readonly answers: Readonly<Record<string, string>>;
}

const recorded = JSON.parse(
  readFileSync(new URL('fixtures/vsphere.json', import.meta.url), 'utf8'),
) as Recorded;

/** What a method answers: the XML of its `returnval`s, a fault, or the whole response by hand. */
export type SoapAnswer =
  | { readonly xml: string }
  | { readonly fault: string; readonly text?: string; readonly detail?: string }
  | { readonly raw: string; readonly status?: number };

type Handler = (request: XmlElement, self: ManagedRef) => SoapAnswer | Promise<SoapAnswer>;

export interface VsphereEndpoint extends AsyncDisposable {
  readonly url: string;
  /** Its certificate, which is its own authority. */
  readonly cert: string;
  readonly fingerprint: string;
  /** Methods in the order in which they came. */
  readonly calls: string[];
  readonly objects: RecordedObjects;
  /** Requests that are under way now, and the most that ever were. */
  readonly load: { now: number; most: number };
  /** Answers a method otherwise than recorded. */
  on(method: string, handler: Handler): void;
  /** Forgets every session, as a server that was started again does. */
  endSessions(): void;
  views(): number;
}

/** Objects in one part of an answer: few, so that every list comes in several. */
const partSize = 2;

const subclasses: Readonly<Record<string, readonly string[]>> = {
  ComputeResource: ['ClusterComputeResource'],
  Folder: ['StoragePod'],
  ResourcePool: ['VirtualApp'],
  Network: ['DistributedVirtualPortgroup', 'OpaqueNetwork'],
  DistributedVirtualSwitch: ['VmwareDistributedVirtualSwitch'],
};

/**
 * Speaks vim25 over TLS with what was recorded of a simulated vCenter: sessions, views, the property collector with its
 * parts, tokens and faults, and recorded answers of other methods.
 */
export async function startVsphereEndpoint(): Promise<VsphereEndpoint> {
  const { key, cert } = makeTestCertificate();
  const objects = new RecordedObjects();
  const handlers = new Map<string, Handler>();
  const sessions = new Set<string>();
  const views = new Map<string, ManagedRef[]>();
  const tokens = new Map<string, string[]>();
  const calls: string[] = [];
  const load = { now: 0, most: 0 };
  let made = 0;

  const builtIn: Record<string, Handler> = {
    RetrieveServiceContent: () => ({ xml: recorded.content }),
    CurrentTime: () => ({ xml: '<returnval>2026-11-23T12:00:00Z</returnval>' }),
    Logout: () => ({ xml: '' }),
    DestroyView: (_, { value }) => {
      views.delete(value);
      return { xml: '' };
    },
    DestroyCollector: () => ({ xml: '' }),
    RewindCollector: () => ({ xml: '' }),
    CreateContainerView: (request) => {
      const types = request.texts('type').flatMap((type) => [type, ...(subclasses[type] ?? [])]);
      const container = request.ref('container');
      const ref = { type: 'ContainerView', value: `view-${(made += 1)}` };
      views.set(
        ref.value,
        objects.refs().filter((one) => types.includes(one.type) && objects.isBelow(one, container)),
      );
      return { xml: reference('returnval', ref).xml };
    },
    RetrievePropertiesEx: (request) => {
      const paths = new Map(
        request.all('specSet.propSet').map((set) => [set.text('type') ?? '', set.texts('pathSet')]),
      );
      const named = request.all('specSet.objectSet').flatMap((set) => set.ref('obj') ?? []);
      const through = request.one('specSet.objectSet.selectSet') !== undefined;
      const found: string[] = [];
      for (const ref of through ? named.flatMap(({ value }) => views.get(value) ?? []) : named) {
        if (ref.type === 'ContainerView') {
          found.push(viewContent(ref, views.get(ref.value) ?? []));
          continue;
        }
        if (!objects.has(ref)) return { fault: 'ManagedObjectNotFound', detail: reference('obj', ref).xml };
        const wanted = [...paths].find(([type]) => type === ref.type || subclasses[type]?.includes(ref.type));
        if (wanted === undefined) continue;
        const absent = wanted[1].find((path) => objects.absent.has(path));
        if (absent !== undefined) return { fault: 'InvalidProperty', detail: element('name', absent).xml };
        found.push(objects.content(ref, wanted[1]));
      }
      return part(found);
    },
    ContinueRetrievePropertiesEx: (request) => {
      const token = request.text('token') ?? '';
      const rest = tokens.get(token);
      tokens.delete(token);
      return rest === undefined ? { fault: 'InvalidArgument', text: 'token' } : part(rest);
    },
  };

  function part(found: readonly string[]): SoapAnswer {
    const rest = found.slice(partSize);
    const token = `token-${(made += 1)}`;
    if (rest.length > 0) tokens.set(token, rest);
    const body = `${rest.length > 0 ? `<token>${token}</token>` : ''}${found.slice(0, partSize).join('')}`;
    // Of nothing the collector answers nothing.
    return { xml: found.length === 0 ? '' : `<returnval>${body}</returnval>` };
  }

  async function answer(method: string, request: XmlElement, self: ManagedRef): Promise<SoapAnswer> {
    const handler = handlers.get(method) ?? builtIn[method];
    if (handler !== undefined) return handler(request, self);
    const xml = recorded.answers[`${method} ${self.value}`];
    return xml === undefined ? { fault: 'MethodNotFound', text: method } : { xml };
  }

  const sockets = new Set<Socket>();
  const serve = async (incoming: IncomingMessage, response: ServerResponse) => {
    load.now += 1;
    load.most = Math.max(load.most, load.now);
    try {
      let body = '';
      for await (const piece of incoming.setEncoding('utf8')) body += piece;
      const request = parseXml(body).one('Body')?.children[0];
      const self = request?.ref('_this');
      if (request === undefined || self === undefined) throw new Error('a request without a method');
      calls.push(request.name);
      const cookie = /vmware_soap_session="([^"]*)"/.exec(incoming.headers.cookie ?? '')?.[1] ?? '';
      const open = ['RetrieveServiceContent', 'CurrentTime', 'Login'].includes(request.name);
      if (!open && !sessions.has(cookie)) send(response, request.name, { fault: 'NotAuthenticated' });
      else if (request.name === 'Login' && !handlers.has('Login')) {
        const session = `session-${(made += 1)}`;
        sessions.add(session);
        response.setHeader('set-cookie', `vmware_soap_session="${session}"; Path=/; HttpOnly; Secure`);
        send(response, 'Login', { xml: '<returnval><key>1</key></returnval>' });
      } else send(response, request.name, await answer(request.name, request, self));
    } finally {
      load.now -= 1;
    }
  };
  const server = createServer({ key, cert }, (incoming, response) => {
    serve(incoming, response).catch(() => response.destroy());
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    cert,
    fingerprint: await fingerprintOf(new URL(url)),
    calls,
    objects,
    load,
    on: (method, handler) => handlers.set(method, handler),
    endSessions: () => sessions.clear(),
    views: () => views.size,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What was recorded, and what a test adds, hides or takes away. */
export class RecordedObjects {
  readonly #objects = new Map<string, { ref: ManagedRef; properties: Map<string, XmlElement> }>();
  /** Paths that this version of the server does not have. */
  readonly absent = new Set<string>();
  /** `HostSystem:host-21 config.network` → the fault instead of it. */
  readonly withheld = new Map<string, string>();

  constructor() {
    for (const xml of recorded.objects) {
      const content = parseXml(withNamespaces('objects', xml)).one('objects');
      const ref = content?.ref('obj');
      if (content === undefined || ref === undefined)
        throw new Error('a recorded object without a reference');
      const properties = new Map<string, XmlElement>();
      for (const set of content.all('propSet')) {
        const value = set.one('val');
        if (value !== undefined) properties.set(set.text('name') ?? '', value);
      }
      this.#objects.set(key(ref), { ref, properties });
    }
  }

  refs(type?: string): ManagedRef[] {
    return [...this.#objects.values()]
      .map(({ ref }) => ref)
      .filter((ref) => type === undefined || ref.type === type);
  }

  has(ref: ManagedRef): boolean {
    return this.#objects.has(key(ref));
  }

  remove(ref: ManagedRef): void {
    this.#objects.delete(key(ref));
  }

  /** Sets a property of an object, which is made when it is not there. `xml` is the inside of its value. */
  set(ref: ManagedRef, path: string, xml: string, type = 'xsd:string', refType?: string): void {
    const object = this.#objects.get(key(ref)) ?? { ref, properties: new Map<string, XmlElement>() };
    this.#objects.set(key(ref), object);
    const attribute = refType === undefined ? '' : ` type="${refType}"`;
    const value = parseXml(withNamespaces('val', `<val xsi:type="${type}"${attribute}>${xml}</val>`)).one(
      'val',
    );
    if (value !== undefined) object.properties.set(path, value);
  }

  property(ref: ManagedRef, path: string): XmlElement | undefined {
    return this.#objects.get(key(ref))?.properties.get(path);
  }

  isBelow(ref: ManagedRef, container: ManagedRef | undefined): boolean {
    for (let at: ManagedRef | undefined = ref; at !== undefined; at = this.property(at, 'parent')?.asRef())
      if (container !== undefined && at !== ref && key(at) === key(container)) return true;
    return false;
  }

  content(ref: ManagedRef, paths: readonly string[]): string {
    const sets = paths.map((path) => {
      const fault = this.withheld.get(`${key(ref)} ${path}`);
      if (fault !== undefined)
        return `<missingSet><path>${path}</path><fault><fault xsi:type="${fault}"/><localizedMessage/></fault></missingSet>`;
      const value = this.property(ref, path);
      return value === undefined
        ? ''
        : `<propSet><name>${path}</name>${received('val', value).xml}</propSet>`;
    });
    return `<objects>${reference('obj', ref).xml}${sets.join('')}</objects>`;
  }
}

function viewContent(view: ManagedRef, refs: readonly ManagedRef[]): string {
  const items = refs.map((ref) => reference('ManagedObjectReference', ref).xml).join('');
  return `<objects>${reference('obj', view).xml}<propSet><name>view</name><val xsi:type="ArrayOfManagedObjectReference">${items}</val></propSet></objects>`;
}

function key({ type, value }: ManagedRef): string {
  return `${type}:${value}`;
}

const namespaces =
  'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

function withNamespaces(name: string, xml: string): string {
  return `<document-of-${name} ${namespaces}>${xml}</document-of-${name}>`;
}

function send(response: ServerResponse, method: string, answer: SoapAnswer): void {
  if ('raw' in answer) {
    response.writeHead(answer.status ?? 200, { 'content-type': 'text/xml' }).end(answer.raw);
    return;
  }
  const body =
    'fault' in answer
      ? `<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>${answer.text ?? ''}</faultstring><detail><${answer.fault}Fault xmlns="urn:vim25" xsi:type="${answer.fault}">${answer.detail ?? ''}</${answer.fault}Fault></detail></soapenv:Fault>`
      : `<${method}Response xmlns="urn:vim25">${answer.xml}</${method}Response>`;
  response
    .writeHead('fault' in answer ? 500 : 200, { 'content-type': 'text/xml; charset=utf-8' })
    .end(
      `<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope ${namespaces}><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`,
    );
}
