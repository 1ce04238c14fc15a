import type { Problem } from '../shared/device-pages.ts';
import { RedfishFailure } from './connection/redfish-failure.ts';
import type { Resource } from './connection/resource.ts';
import { serviceRoot, type RedfishSession } from './connection/session.ts';
import type { RedfishDevice } from './device.ts';

/** Members of one collection, and resources in one call: no BMC has more, whatever it says. */
const mostMembers = 5_000;
const mostPages = 500;
const mostResources = 10_000;

/**
 * What one call reads of one device: whatever it does not give is kept as a problem, and the rest is still read. Each
 * resource is read once, so that links in a circle end. Once the time for the device is over nothing more is asked.
 */
export class Reading {
  readonly device: RedfishDevice;
  readonly session: RedfishSession;
  readonly problems: Problem[] = [];
  /** Fires when the call is taken back, and when the time is over. */
  readonly signal: AbortSignal;
  readonly #limit: AbortSignal;
  readonly #read = new Map<string, Promise<Resource | undefined>>();
  readonly #notGiven = new Set<string>();
  #full = false;

  constructor(
    device: RedfishDevice,
    session: RedfishSession,
    signals: { readonly call: AbortSignal; readonly limit: AbortSignal },
  ) {
    this.device = device;
    this.session = session;
    this.signal = AbortSignal.any([signals.call, signals.limit]);
    this.#limit = signals.limit;
  }

  /** Parts that the service has no link to: it does not have them, or does not show them to this account. */
  get notGiven(): string[] {
    return [...this.#notGiven].toSorted();
  }

  root(): Promise<Resource | undefined> {
    return this.get(serviceRoot, 'ServiceRoot');
  }

  /** A part by its link; without one, or where it leads nowhere, it is not given. */
  async get(link: string | undefined, what: string): Promise<Resource | undefined> {
    if (link === undefined) {
      this.#notGiven.add(what);
      return undefined;
    }
    return this.#once(link, what, (error) => {
      if (error.kind !== 'absent') return false;
      this.#notGiven.add(what);
      return true;
    });
  }

  /** Each of these, which have to be there since something names them. */
  async each(links: readonly string[], what: string): Promise<Resource[]> {
    const known = [...new Set(links)];
    if (known.length > mostMembers)
      this.problem(what, `${known.length} are named, and no more than ${mostMembers} are read`);
    const found = await Promise.all(known.slice(0, mostMembers).map((link) => this.#once(link, what)));
    return found.filter((one) => one !== undefined);
  }

  /** All members of a collection, page after page, in its order. */
  async members(link: string | undefined, what: string): Promise<Resource[]> {
    return (await this.someMembers(link, what, mostMembers)).members;
  }

  /** The first so many, and how many it says that there are. */
  async someMembers(
    link: string | undefined,
    what: string,
    most: number,
  ): Promise<{ readonly members: Resource[]; readonly total: number | undefined }> {
    if (link === undefined) {
      this.#notGiven.add(what);
      return { members: [], total: undefined };
    }
    const found = new Map<string, Resource>();
    const seen = new Set<string>();
    let total: number | undefined;
    let next: string | undefined = link;
    for (let pages = 0; next !== undefined && found.size < most; pages += 1) {
      const page: Resource | undefined =
        pages === 0 ? await this.#firstPage(next, what) : await this.#once(next, what);
      if (page === undefined) break;
      if (!page.has('Members')) {
        this.problem(what, `${next}: expected a collection, got a resource without members`);
        break;
      }
      seen.add(next);
      total ??= page.number('Members@odata.count');
      for (const member of page.list('Members'))
        found.set(member.id ?? `${found.size} without a path`, member);
      next = page.text('Members@odata.nextLink') ?? page.text('@odata.nextLink');
      if (next !== undefined && (seen.has(next) || pages >= mostPages)) {
        this.problem(what, `${next}: its pages lead in a circle, or there are more than ${mostPages}`);
        break;
      }
    }
    const listed = [...found.values()].slice(0, most);
    if (most >= mostMembers && found.size >= mostMembers)
      this.problem(what, `there are more than the ${mostMembers} that are read`);
    else if (
      total !== undefined &&
      next === undefined &&
      found.size > 0 &&
      found.size < Math.min(total, most)
    )
      this.problem(what, `it counts ${total} and gave ${found.size}`);
    const whole = await Promise.all(
      listed.map((member) =>
        member.isWhole || member.id === undefined ? Promise.resolve(member) : this.#once(member.id, what),
      ),
    );
    return { members: whole.filter((one) => one !== undefined), total };
  }

  problem(what: string, reason: string): void {
    if (this.problems.length < 100) this.problems.push({ what, reason: reason.slice(0, 500) });
  }

  /** With its members in one answer where the service can. */
  async #firstPage(link: string, what: string): Promise<Resource | undefined> {
    const { expand } = this.session;
    if (expand !== undefined && !this.signal.aborted) {
      const path = this.#pathOf(link, what);
      if (path === undefined) return undefined;
      try {
        const asked = `${path}${path.includes('?') ? '&' : '?'}${expand}`;
        return (await this.session.get(asked, this.signal)).resource;
      } catch (error) {
        if (!(error instanceof RedfishFailure) || error.kind === 'unreachable') {
          this.#note(what, error);
          return undefined;
        }
        // It says that it can and cannot: from now on members are asked for one by one.
        if (error.kind === 'refused' || error.kind === 'unfit') this.session.expand = undefined;
      }
    }
    return this.get(link, what);
  }

  #pathOf(link: string, what: string): string | undefined {
    try {
      return this.session.pathOf(link);
    } catch (error) {
      this.#note(what, error);
      return undefined;
    }
  }

  async #once(
    link: string,
    what: string,
    expected: (error: RedfishFailure) => boolean = () => false,
  ): Promise<Resource | undefined> {
    const path = this.#pathOf(link, what);
    if (path === undefined) return undefined;
    let reading = this.#read.get(path);
    if (reading === undefined) {
      if (this.#read.size >= mostResources) {
        if (!this.#full)
          this.problem(what, `there are more than the ${mostResources} resources that are read in one call`);
        this.#full = true;
        return undefined;
      }
      reading = this.#ask(path, what, expected);
      this.#read.set(path, reading);
    }
    return reading;
  }

  async #ask(
    path: string,
    what: string,
    expected: (error: RedfishFailure) => boolean,
  ): Promise<Resource | undefined> {
    // The end of its time is told once, for all that was not asked.
    if (this.#limit.aborted) return undefined;
    try {
      return (await this.session.get(path, this.signal)).resource;
    } catch (error) {
      if (!(error instanceof RedfishFailure && expected(error))) this.#note(what, error);
      return undefined;
    }
  }

  #note(what: string, error: unknown): void {
    if (error instanceof RedfishFailure) this.problem(what, error.message);
    else if (!this.#limit.aborted) throw error;
  }
}
