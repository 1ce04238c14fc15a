import { ToolFailure } from '../../shared/tool-failure.ts';
import type { ManagedRef } from './managed-ref.ts';
import { element, type Markup } from './markup.ts';
import { SoapClient, type SoapClientOptions } from './soap-client.ts';
import { SoapFault } from './soap-fault.ts';
import type { ServerCertificate } from '../../shared/tls-trust.ts';
import type { XmlElement } from './xml-element.ts';

export interface SessionOptions extends SoapClientOptions {
  readonly user: string;
  readonly password: string;
  /** Pause between two signs of life; a session that nobody uses ends after half an hour. */
  readonly keepAliveMs?: number;
  /** Milliseconds that only grow. */
  readonly now?: () => number;
}

const serviceInstance: ManagedRef = { type: 'ServiceInstance', value: 'ServiceInstance' };
/** The newest version whose every property this program knows; an older server is asked in its own. */
const knownVersion = '6.5';
/** Accounts are locked after a few refusals, so a refused password is not tried again at once. */
const refusalMs = 5 * 60_000;

/**
 * A session with one vCenter or ESXi host: signed in when first needed, once for all who wait for it, and again when
 * the server has forgotten it. What was refused for want of a session had no effect and is asked once more.
 */
export class VsphereSession {
  readonly #client: SoapClient;
  readonly #options: SessionOptions;
  readonly #now: () => number;
  #content: Promise<XmlElement> | undefined;
  #signedIn: Promise<void> | undefined;
  #refused: { readonly at: number; readonly failure: ToolFailure } | undefined;
  #keepAlive: NodeJS.Timeout | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#client = new SoapClient(options);
  }

  get endpoint(): URL {
    return this.#client.endpoint;
  }

  certificate(): ServerCertificate | undefined {
    return this.#client.certificate();
  }

  /** `ServiceContent`: what this server is, and where its services are. */
  content(): Promise<XmlElement> {
    this.#content ??= this.#readContent().catch((error: unknown) => {
      this.#content = undefined;
      throw error;
    });
    return this.#content;
  }

  /**
   * A service by its name in `ServiceContent`.
   * @throws ToolFailure where this kind of server has none
   */
  async service(name: string): Promise<ManagedRef> {
    const service = (await this.content()).ref(name);
    if (service === undefined)
      throw new ToolFailure(
        `${this.endpoint.host} has no ${name}: expected a vCenter, this is ${(await this.content()).text('about.fullName') ?? 'another product'}`,
      );
    return service;
  }

  /** @throws SoapFault, ToolFailure */
  async call(
    method: string,
    self: ManagedRef,
    args: readonly Markup[] = [],
    signal?: AbortSignal,
  ): Promise<XmlElement> {
    const signedIn = this.#signIn();
    await signedIn;
    try {
      return await this.#client.call(method, self, args, signal);
    } catch (error) {
      if (!(error instanceof SoapFault) || error.fault !== 'NotAuthenticated') throw error;
      // Others may have noticed before: one of them signs in again.
      if (this.#signedIn === signedIn) {
        this.#signedIn = undefined;
        this.#client.forgetSession();
      }
      await this.#signIn();
      return this.#client.call(method, self, args, signal);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#keepAlive);
    if (this.#signedIn !== undefined) {
      await this.#signedIn
        .then(async () => this.#client.call('Logout', await this.service('sessionManager')))
        .catch(() => undefined);
    }
    await this.#client.close();
  }

  #signIn(): Promise<void> {
    this.#signedIn ??= this.#login().catch((error: unknown) => {
      this.#signedIn = undefined;
      throw error;
    });
    return this.#signedIn;
  }

  async #login(): Promise<void> {
    if (this.#refused !== undefined && this.#now() - this.#refused.at < refusalMs)
      throw this.#refused.failure;
    this.#refused = undefined;
    const { user, password } = this.#options;
    try {
      await this.#client.call('Login', await this.service('sessionManager'), [
        element('userName', user),
        element('password', password),
      ]);
    } catch (error) {
      if (!(error instanceof SoapFault) || error.fault !== 'InvalidLogin') throw error;
      const failure = new ToolFailure(
        `${this.endpoint.host} refused the user name or the password. Correct the environment variables that hold them and start again; until then they are not tried more than once in ${refusalMs / 60_000} minutes, so as not to lock the account.`,
      );
      this.#refused = { at: this.#now(), failure };
      throw failure;
    }
    this.#keepAlive ??= setInterval(
      () => {
        this.call('CurrentTime', serviceInstance).catch(() => undefined);
      },
      this.#options.keepAliveMs ?? 10 * 60_000,
    ).unref();
  }

  async #readContent(): Promise<XmlElement> {
    const answer = await this.#client.call('RetrieveServiceContent', serviceInstance);
    const content = answer.one('returnval');
    if (content?.ref('rootFolder') === undefined)
      throw new ToolFailure(
        `${this.endpoint.href}: expected the content of a vSphere service, got something else`,
      );
    this.#client.apiVersion = versionFor(content.text('about.apiVersion'));
    return content;
  }
}

function versionFor(offered: string | undefined): string | undefined {
  if (offered === undefined) return undefined;
  return offered.localeCompare(knownVersion, 'en', { numeric: true }) >= 0 ? knownVersion : offered;
}
