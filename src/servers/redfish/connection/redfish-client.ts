import PQueue from 'p-queue';
import { request } from 'undici';
import {
  codeOf,
  createTrustedAgent,
  explainTlsFailure,
  isCertificateCode,
  UnexpectedCertificate,
} from '../../shared/tls-trust.ts';
import { trustMembers } from '../device-file.ts';
import type { RedfishDevice } from '../device.ts';
import { RedfishFailure } from './redfish-failure.ts';

/** Far more than any resource or page of a collection has. */
const largestAnswer = 8 * 1024 * 1024;
const mostRedirects = 3;

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly json: unknown;
}

export interface HttpQuestion {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

/** JSON over HTTPS to one device and to nowhere else. Knows nothing of sessions. */
export class RedfishClient {
  readonly #device: RedfishDevice;
  readonly #tls: ReturnType<typeof createTrustedAgent>;
  readonly #queue: PQueue;

  constructor(device: RedfishDevice) {
    this.#device = device;
    this.#tls = createTrustedAgent(device.trust, {
      connections: device.connections,
      timeoutMs: device.timeoutMs,
    });
    this.#queue = new PQueue({ concurrency: device.connections });
  }

  certificate() {
    return this.#tls.certificate();
  }

  /** @throws RedfishFailure */
  async ask(question: HttpQuestion): Promise<HttpAnswer> {
    question.signal.throwIfAborted();
    return this.#queue.add(() => this.#follow(question), { signal: question.signal });
  }

  async close(): Promise<void> {
    this.#queue.clear();
    await this.#tls.agent.destroy();
  }

  /**
   * A path of this device, out of what it calls a link.
   * @throws RedfishFailure for one that leads elsewhere: credentials go to the address in the file and nowhere else
   */
  pathOf(link: string): string {
    const { origin, name } = this.#device;
    const url = URL.parse(link, origin.href);
    if (url?.origin !== origin.origin)
      throw new RedfishFailure(
        'unfit',
        `${name} leads to another address (${link.slice(0, 100)}), which is not followed`,
      );
    return `${url.pathname}${url.search}`;
  }

  async #follow(question: HttpQuestion): Promise<HttpAnswer> {
    let path = this.pathOf(question.path);
    for (let hops = 0; ; hops += 1) {
      const answer = await this.#send({ ...question, path });
      const { location } = answer.headers;
      const moved = [301, 302, 303, 307, 308].includes(answer.status);
      if (!moved) return answer;
      if (question.method !== 'GET' || typeof location !== 'string')
        throw new RedfishFailure('unfit', `${path}: it answered with a redirect, which is not followed`);
      const next = this.pathOf(new URL(location, new URL(path, this.#device.origin)).href);
      if (next === path || hops >= mostRedirects)
        throw new RedfishFailure('unfit', `${path}: it redirects without end`);
      path = next;
    }
  }

  async #send({ method, path, headers, body, signal }: HttpQuestion): Promise<HttpAnswer> {
    const { origin, timeoutMs } = this.#device;
    const limit = AbortSignal.timeout(timeoutMs);
    let sent = false;
    try {
      const answer = await request(new URL(path, origin), {
        method,
        dispatcher: this.#tls.agent,
        headers: {
          accept: 'application/json',
          'odata-version': '4.0',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.any([signal, limit]),
      });
      sent = true;
      const text = await readBounded(answer.body, path);
      return { status: answer.statusCode, headers: answer.headers, json: parseJson(text) };
    } catch (error) {
      if (error instanceof RedfishFailure || signal.aborted) throw error;
      throw await this.#explain(error, { path, method, timedOut: limit.aborted, sent });
    }
  }

  async #explain(
    error: unknown,
    { path, method, timedOut, sent }: { path: string; method: string; timedOut: boolean; sent: boolean },
  ): Promise<RedfishFailure> {
    const { name, origin, timeoutMs } = this.#device;
    const code = codeOf(error);
    if (error instanceof UnexpectedCertificate)
      return new RedfishFailure(
        'unreachable',
        `${name}: ${error.message}. Nothing was sent. When the certificate was renewed, compare it with the console of the BMC and put the new fingerprint into the file of devices.`,
      );
    if (code !== undefined && isCertificateCode(code))
      return new RedfishFailure('unreachable', (await explainTlsFailure(origin, code, trustMembers)).message);
    const connected =
      sent || !/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_|UND_ERR_CONNECT)/.test(code ?? '');
    // A change that was sent may have been made, although nothing came back.
    const kind = method !== 'GET' && connected ? 'lost' : 'unreachable';
    if (timedOut || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT')
      return new RedfishFailure(kind, `${path}: no answer within ${timeoutMs / 1_000} s`);
    return new RedfishFailure(
      kind,
      `${path}: ${origin.host} could not be reached (${code ?? (error instanceof Error ? error.message : String(error))})`,
    );
  }
}

async function readBounded(body: AsyncIterable<Uint8Array>, path: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > largestAnswer)
      throw new RedfishFailure(
        'unfit',
        `${path}: the answer is larger than ${largestAnswer / 1024 ** 2} MiB and was not read to its end`,
      );
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Undefined for what is no JSON: empty answers to changes, pages of proxies. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
