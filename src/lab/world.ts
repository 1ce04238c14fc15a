import { createBlueprint, type Blueprint, type LabSize } from './blueprint.ts';
import { createLabClock } from './clock.ts';
import {
  LabError,
  type LabContext,
  type LabDomain,
  type LabEvent,
  type LabEvents,
  type LabScenario,
  type LabTool,
} from './domain.ts';
import { createLabRandom } from './random.ts';

export type LabDomainName = LabDomain['name'];
export const labDomainNames = [
  'vmware',
  'kubernetes',
  'network',
  'storage',
] as const satisfies readonly LabDomainName[];

/** Where time starts when it stands still and nobody says otherwise, so that two frozen labs answer the same. */
export const frozenStart = Date.parse('2026-01-15T08:00:00.000Z');

export interface WorldOptions {
  readonly seed: string;
  readonly size: LabSize;
  /**
   * Simulated start, milliseconds since the epoch. Default: the beginning of the day in UTC, so that a lab that is
   * started again shows the same datacenter and not one in which everything was made a minute later; `frozenStart` when
   * frozen.
   */
  readonly now?: number;
  /** Time stands still except by `advance`. */
  readonly frozen?: boolean;
  /** Simulated seconds per real second, default 1. */
  readonly speed?: number;
  readonly domains?: readonly LabDomainName[];
  /** Default: performance.now. */
  readonly monotonicMs?: () => number;
}

/** The simulated datacenter: all domains over one blueprint, one clock and one bus of events. */
export interface LabWorld {
  readonly blueprint: Blueprint;
  readonly size: LabSize;
  readonly domains: readonly LabDomain[];
  readonly tools: readonly LabTool[];
  readonly scenarios: ReadonlyMap<string, LabScenario & { domain: LabDomainName; active: boolean }>;
  now(): number;
  /** Lets the time that really passed happen; called before each tool call. */
  catchUp(): void;
  /** Moves the simulation on by hand. */
  advance(seconds: number): void;
  /** @throws LabError when there is no such scenario. */
  setScenario(name: string, on: boolean): void;
}

const domainLoaders: Record<LabDomainName, () => Promise<(context: LabContext) => LabDomain>> = {
  vmware: async () => (await import('./vmware/domain.ts')).createVmwareDomain,
  kubernetes: async () => (await import('./kubernetes/domain.ts')).createKubernetesDomain,
  network: async () => (await import('./network/domain.ts')).createNetworkDomain,
  storage: async () => (await import('./storage/domain.ts')).createStorageDomain,
};

export async function createWorld(options: WorldOptions): Promise<LabWorld> {
  const { seed, size, frozen = false, speed = 1 } = options;
  const clock = createLabClock({
    start: options.now ?? (frozen ? frozenStart : startOfDay(Date.now())),
    frozen,
    speed,
    monotonicMs: options.monotonicMs ?? (() => performance.now()),
  });
  const blueprint = createBlueprint(seed, size);
  const context: LabContext = {
    blueprint,
    now: () => clock.now(),
    random: (purpose) => createLabRandom(seed, purpose),
    events: createEvents(),
  };
  // Always in the same order, whatever order they were asked for in: domains may draw on each other's events.
  const wanted = labDomainNames.filter((name) => options.domains?.includes(name) ?? true);
  const factories = await Promise.all(wanted.map((name) => domainLoaders[name]()));
  const domains = factories.map((create) => create(context));
  const scenarios = new Map<string, LabScenario & { domain: LabDomainName; active: boolean }>();
  for (const domain of domains) {
    for (const [name, scenario] of Object.entries(domain.scenarios)) {
      if (scenarios.has(name)) throw new RangeError(`two domains have a scenario named ${name}`);
      scenarios.set(name, {
        description: scenario.description,
        enable: () => scenario.enable(),
        disable: () => scenario.disable(),
        domain: domain.name,
        active: false,
      });
    }
  }
  const pass = (seconds: number) => {
    for (const domain of domains) domain.advance(seconds);
  };

  return {
    blueprint,
    size,
    domains,
    tools: domains.flatMap((domain) => domain.tools),
    scenarios,
    now: () => clock.now(),
    catchUp: () => {
      const seconds = clock.elapse();
      if (seconds > 0) pass(seconds);
    },
    advance: (seconds) => {
      clock.skip(seconds);
      pass(seconds);
    },
    setScenario: (name, on) => {
      const scenario = scenarios.get(name);
      if (!scenario)
        throw new LabError(`no scenario "${name}"; there are: ${[...scenarios.keys()].join(', ') || 'none'}`);
      if (scenario.active === on) return;
      if (on) scenario.enable();
      else scenario.disable();
      scenario.active = on;
    },
  };
}

/** Listeners run at once and in the order in which they came, so that the same calls have the same outcome. */
function createEvents(): LabEvents {
  const listeners: ((event: LabEvent) => void)[] = [];
  return {
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    on: (listener) => {
      listeners.push(listener);
    },
  };
}

function startOfDay(now: number): number {
  return now - (now % 86_400_000);
}
