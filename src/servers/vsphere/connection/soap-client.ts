import PQueue from 'p-queue';
import { request } from 'undici';
import { ToolFailure } from '../../shared/tool-failure.ts';
import type { ManagedRef } from './managed-ref.ts';
import { envelope, type Markup } from './markup.ts';
import { faultOf } from './soap-fault.ts';
import {
  codeOf,
  createTrustedAgent,
  explainTlsFailure,
  isCertificateCode,
  UnexpectedCertificate,
  type ServerCertificate,
  type TlsTrust,
} from '../../shared/tls-trust.ts';
import { trustFlags } from '../flags.ts';
import { parseXml, type XmlElement } from './xml-element.ts';

/** Larger answers are asked for in pages; one that comes all the same is not read to its end. */
const largestAnswer = 256 * 1024 * 1024;

export interface SoapClientOptions {
  readonly endpoint: URL;
  readonly trust: TlsTrust;
  /** Requests under way at once. */
  readonly concurrency: number;
  readonly timeoutMs: number;
}

/**
 * One endpoint that speaks vim25. Calls methods, keeps the session's cookie, holds no opinion about sessions.
 */
export class SoapClient {
  readonly #options: SoapClientOptions;
  readonly #tls: ReturnType<typeof createTrustedAgent>;
  readonly #queue: PQueue;
  #cookie: string | undefined;
  /** The version of the API that answers are asked for in; an unversioned request gets the oldest. */
  apiVersion: string | undefined;

  constructor(options: SoapClientOptions) {
    this.#options = options;
    this.#tls = createTrustedAgent(options.trust, {
      connections: options.concurrency,
      timeoutMs: options.timeoutMs,
    });
    this.#queue = new PQueue({ concurrency: options.concurrency });
  }

  get endpoint(): URL {
    return this.#options.endpoint;
  }

  certificate(): ServerCertificate | undefined {
    return this.#tls.certificate();
  }

  forgetSession(): void {
    this.#cookie = undefined;
  }

  /**
   * @returns the element of the method's answer, whose children are its `returnval`s
   * @throws SoapFault what vSphere refused; ToolFailure what kept it from answering
   */
  async call(
    method: string,
    self: ManagedRef,
    args: readonly Markup[] = [],
    signal?: AbortSignal,
  ): Promise<XmlElement> {
    signal?.throwIfAborted();
    const body = envelope(method, self, args);
    const answer = await this.#queue.add(() => this.#post(method, body, signal), signal ? { signal } : {});
    const content = answer.one('Body')?.children[0];
    if (answer.name !== 'Envelope' || content === undefined)
      throw new ToolFailure(
        `${method}: expected a SOAP envelope from ${this.endpoint.href}, got <${answer.name}>; is this the address of a vCenter or an ESXi host?`,
      );
    if (content.name === 'Fault') throw faultOf(method, content);
    return content;
  }

  async close(): Promise<void> {
    this.#queue.clear();
    await this.#tls.agent.destroy();
  }

  async #post(method: string, body: string, signal: AbortSignal | undefined): Promise<XmlElement> {
    const { endpoint, timeoutMs } = this.#options;
    const limit = AbortSignal.timeout(timeoutMs);
    try {
      const {
        statusCode,
        headers,
        body: answer,
      } = await request(endpoint, {
        method: 'POST',
        dispatcher: this.#tls.agent,
        headers: {
          'content-type': 'text/xml; charset=utf-8',
          soapaction: this.apiVersion === undefined ? '"urn:vim25"' : `"urn:vim25/${this.apiVersion}"`,
          ...(this.#cookie === undefined ? {} : { cookie: this.#cookie }),
        },
        body,
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      this.#keepCookie(headers['set-cookie']);
      const text = await readBounded(answer, method);
      // A fault comes with 500.
      if (statusCode !== 200 && statusCode !== 500)
        throw new ToolFailure(
          `${method}: expected an answer of ${endpoint.href}, got HTTP ${statusCode}; is this the address of a vCenter or an ESXi host?`,
        );
      return readXml(text, method, endpoint);
    } catch (error) {
      if (error instanceof ToolFailure || signal?.aborted === true) throw error;
      throw await this.#explain(error, method, limit.aborted);
    }
  }

  #keepCookie(given: string | string[] | undefined): void {
    for (const line of [given ?? []].flat()) {
      const cookie = /^\s*(vmware_soap_session=[^;]*)/.exec(line)?.[1];
      if (cookie !== undefined) this.#cookie = cookie;
    }
  }

  async #explain(error: unknown, method: string, timedOut: boolean): Promise<ToolFailure> {
    const { endpoint, timeoutMs } = this.#options;
    const code = codeOf(error);
    if (error instanceof UnexpectedCertificate)
      return new ToolFailure(
        `${endpoint.host}: ${error.message}. Nothing was sent. When the certificate was renewed, compare it with the server's console and start with the new fingerprint.`,
      );
    if (timedOut || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT')
      return new ToolFailure(
        `${method}: ${endpoint.host} did not answer within ${timeoutMs / 1000} s. Ask for fewer at once with "limit", or start with a longer --timeout.`,
      );
    if (code !== undefined && isCertificateCode(code)) return explainTlsFailure(endpoint, code, trustFlags);
    return new ToolFailure(
      `${endpoint.host} could not be reached (${code ?? (error instanceof Error ? error.message : String(error))}). Check the address, the network and whether its services run.`,
    );
  }
}

async function readBounded(body: AsyncIterable<Uint8Array>, method: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > largestAnswer)
      throw new ToolFailure(
        `${method}: the answer is larger than ${largestAnswer / 1024 ** 2} MiB; ask for fewer at once with "limit"`,
      );
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function readXml(text: string, method: string, endpoint: URL): XmlElement {
  try {
    return parseXml(text);
  } catch (error) {
    throw new ToolFailure(
      `${method}: expected XML from ${endpoint.href}, got something else: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
