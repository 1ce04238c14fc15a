import type { Credentials, RedfishDevice } from '../device.ts';
import { RedfishClient, type HttpAnswer, type HttpQuestion } from './redfish-client.ts';
import { RedfishFailure } from './redfish-failure.ts';
import { Resource } from './resource.ts';

export const serviceRoot = '/redfish/v1/';

/** BMCs lock accounts after a few refusals, so a refused password is not tried again at once. */
const refusalMs = 5 * 60_000;
/** Answers to a login that mean that this service has no sessions, or none left: credentials go with each request. */
const noSessions = new Set([404, 405, 500, 501, 503]);

type SignedIn =
  | { readonly by: 'session'; readonly token: string; readonly path: string | undefined }
  | { readonly by: 'basic' };

/**
 * One account on one device: signed in when first needed, once for all who wait for it, again when the service has
 * forgotten it, and out when the program ends: BMCs have few sessions. Without sessions, HTTP's basic authentication.
 */
export class RedfishSession {
  readonly #device: RedfishDevice;
  readonly #credentials: Credentials;
  readonly #client: RedfishClient;
  readonly #now: () => number;
  #signedIn: Promise<SignedIn> | undefined;
  #refused: { readonly at: number; readonly failure: RedfishFailure } | undefined;
  /** How this service gives the members of a collection in one answer; undefined: it does not. */
  expand: string | undefined;

  constructor(device: RedfishDevice, credentials: Credentials, now: () => number) {
    this.#device = device;
    this.#credentials = credentials;
    this.#now = now;
    this.#client = new RedfishClient(device);
  }

  certificate() {
    return this.#client.certificate();
  }

  async authentication(): Promise<SignedIn['by'] | undefined> {
    return (await this.#signedIn)?.by;
  }

  pathOf(link: string): string {
    return this.#client.pathOf(link);
  }

  /** @throws RedfishFailure */
  async get(path: string, signal: AbortSignal): Promise<{ resource: Resource; etag: string | undefined }> {
    const answer = await this.#ask({ method: 'GET', path, signal });
    if (answer.status !== 200) throw failureOf(path, answer);
    if (typeof answer.json !== 'object' || answer.json === null || Array.isArray(answer.json))
      throw new RedfishFailure('unfit', `${path}: expected a Redfish resource, got something else`);
    const { etag } = answer.headers;
    return { resource: new Resource(answer.json), etag: typeof etag === 'string' ? etag : undefined };
  }

  /**
   * @returns once the service has taken it, which does not say that it is done
   * @throws RedfishFailure; of kind `lost` it may have been taken
   */
  async change(
    question: Pick<HttpQuestion, 'method' | 'path' | 'body' | 'signal'> & {
      readonly etag?: string | undefined;
    },
  ): Promise<void> {
    const { etag, ...rest } = question;
    const answer = await this.#ask({
      ...rest,
      ...(etag !== undefined && { headers: { 'if-match': etag } }),
    });
    if (answer.status < 200 || answer.status > 299) throw failureOf(question.path, answer);
  }

  async close(): Promise<void> {
    const signedIn = await this.#signedIn?.catch(() => undefined);
    if (signedIn?.by === 'session' && signedIn.path !== undefined)
      await this.#client
        .ask({
          method: 'DELETE',
          path: signedIn.path,
          headers: { 'x-auth-token': signedIn.token },
          signal: AbortSignal.timeout(2_000),
        })
        .catch(() => undefined);
    await this.#client.close();
  }

  async #ask(question: HttpQuestion): Promise<HttpAnswer> {
    const before = this.#signIn();
    const signedIn = await unlessAborted(before, question.signal);
    const first = await this.#send(question, signedIn);
    if (first.status !== 401) return first;
    if (signedIn.by === 'basic') throw this.#refuse();
    // Others may have noticed before: one of them signs in again. Nothing is done for want of a session.
    if (this.#signedIn === before) this.#signedIn = undefined;
    return this.#send(question, await unlessAborted(this.#signIn(), question.signal));
  }

  #send(question: HttpQuestion, signedIn: SignedIn): Promise<HttpAnswer> {
    return this.#client.ask({
      ...question,
      headers: {
        ...question.headers,
        ...(signedIn.by === 'session'
          ? { 'x-auth-token': signedIn.token }
          : { authorization: basic(this.#credentials) }),
      },
    });
  }

  #signIn(): Promise<SignedIn> {
    this.#signedIn ??= this.#login().catch((error: unknown) => {
      this.#signedIn = undefined;
      throw error;
    });
    return this.#signedIn;
  }

  async #login(): Promise<SignedIn> {
    if (this.#refused !== undefined && this.#now() - this.#refused.at < refusalMs)
      throw this.#refused.failure;
    this.#refused = undefined;
    // Shared by all who wait: nobody's cancelling ends it for the others; each request has its own limit.
    const { signal } = new AbortController();
    const found = await this.#client.ask({ method: 'GET', path: serviceRoot, signal });
    const root = new Resource(found.json);
    if (found.status !== 200 || root.text('RedfishVersion') === undefined)
      throw new RedfishFailure(
        'unfit',
        `${this.#device.name}: expected a Redfish service at ${this.#device.origin.host}${serviceRoot}, got HTTP ${found.status}`,
      );
    this.expand = expansionOf(root);
    const sessions = root.ref('Links/Sessions') ?? `${serviceRoot}SessionService/Sessions`;
    const { user, password } = this.#credentials;
    const answer = await this.#client.ask({
      method: 'POST',
      path: sessions,
      body: { UserName: user, Password: password },
      signal,
    });
    const token = answer.headers['x-auth-token'];
    if (answer.status < 300 && typeof token === 'string' && token !== '')
      return { by: 'session', token, path: this.#placeOf(answer) };
    if (answer.status < 300 || noSessions.has(answer.status) || isLimit(answer.json)) return { by: 'basic' };
    throw this.#refuse();
  }

  /** Where the session is ended; some services name it by an address of their own. */
  #placeOf({ headers, json }: HttpAnswer): string | undefined {
    const { location } = headers;
    for (const link of [location, new Resource(json).id])
      if (typeof link === 'string')
        try {
          return this.#client.pathOf(link);
        } catch {
          // It names itself as others see it.
        }
    return undefined;
  }

  #refuse(): RedfishFailure {
    const failure = new RedfishFailure(
      'forbidden',
      `${this.#device.name} refused the user name or the password. Correct the environment variables that hold them and start again; until then they are not tried more than once in ${refusalMs / 60_000} minutes, so as not to lock the account.`,
    );
    this.#refused = { at: this.#now(), failure };
    this.#signedIn = undefined;
    return failure;
  }
}

/** What others wait for as well goes on when one of them does not wait any more. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = () => reject(signal.reason as Error);
    if (signal.aborted) give();
    signal.addEventListener('abort', give, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}

const basic = ({ user, password }: Credentials): string =>
  `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;

function expansionOf(root: Resource): string | undefined {
  const features = root.one('ProtocolFeaturesSupported/ExpandQuery');
  const option =
    features?.flag('NoLinks') === true ? '.' : features?.flag('ExpandAll') === true ? '*' : undefined;
  if (option === undefined) return undefined;
  return `$expand=${option}${features?.flag('Levels') === true ? '($levels=1)' : ''}`;
}

const isLimit = (json: unknown): boolean =>
  new Resource(json)
    .list('error/@Message.ExtendedInfo')
    .some((info) => info.text('MessageId')?.includes('SessionLimitExceeded') === true);

function failureOf(path: string, { status, json }: HttpAnswer): RedfishFailure {
  const error = new Resource(json);
  const words = (
    error.list('error/@Message.ExtendedInfo').flatMap((info) => info.text('Message') ?? [])[0] ??
    error.text('error/message') ??
    ''
  ).slice(0, 300);
  const says = words === '' ? `HTTP ${status}` : `HTTP ${status}: ${words}`;
  if (status === 404 || status === 410) return new RedfishFailure('absent', `${path}: ${says}`);
  if (status === 401 || status === 403)
    return new RedfishFailure('forbidden', `${path}: this account may not see or do it (${says})`);
  return new RedfishFailure('refused', `${path}: ${says}`);
}
