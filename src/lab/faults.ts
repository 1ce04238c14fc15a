import { z } from 'zod';
import { LabError, type LabRandom } from './domain.ts';
import { faultNames, type FaultName } from './fault-kinds.ts';

export const faultSchema = z.strictObject({
  name: z.enum(faultNames),
  /** Tool names it applies to; `*` stands for any characters. Never applies to lab_… unless named. */
  tools: z.string().min(1).default('*'),
  /** Share of matching calls that it hits, decided by the seed. */
  probability: z.coerce.number().min(0).max(1).default(1),
  /** Matching calls that pass unharmed first. */
  after: z.coerce.number().int().min(0).default(0),
  /** Calls that it hits at most; 0: no limit. */
  times: z.coerce.number().int().min(0).default(0),
  latencyMs: z.coerce.number().int().min(0).max(3_600_000).default(1_000),
  phase: z.enum(['before', 'after']).default('before'),
  floodBytes: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 29)
    .default(64 * 2 ** 20),
});
export type Fault = z.output<typeof faultSchema>;

/** `slow`, `slow:latencyMs=200,tools=storage_*,probability=0.3` */
export function parseFault(text: string): Fault {
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  const settings: [string, string][] = [];
  for (const part of colon < 0 ? [] : text.slice(colon + 1).split(',')) {
    const equals = part.indexOf('=');
    if (equals < 1) throw new LabError(`fault "${text}": expected key=value, got "${part}"`);
    settings.push([part.slice(0, equals), part.slice(equals + 1)]);
  }
  const parsed = faultSchema.safeParse({ name, ...Object.fromEntries(settings) });
  if (!parsed.success)
    throw new LabError(
      `fault "${text}": ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
    );
  return parsed.data;
}

export interface FaultPlan {
  readonly active: readonly Fault[];
  /** Replaces any active fault of the same name and tools. */
  add(fault: Fault): void;
  /** Without a name: all of them. */
  clear(name?: FaultName): void;
  /** The faults that hit this call, each once. Decided by the seed and the calls before it. */
  strike(tool: string): ReadonlyMap<FaultName, Fault>;
  /** Called when a `tools-changed` fault comes or goes. */
  onToolsChanged(listener: () => void): void;
  describes(tool: string): boolean;
}

interface ArmedFault {
  readonly fault: Fault;
  readonly matches: (tool: string) => boolean;
  seen: number;
  hits: number;
}

export function createFaultPlan(random: LabRandom, initial: readonly Fault[] = []): FaultPlan {
  let armed: ArmedFault[] = [];
  const listeners: (() => void)[] = [];
  const announce = (name: FaultName | undefined) => {
    if (name === 'tools-changed' || name === undefined) for (const listener of listeners) listener();
  };
  const plan: FaultPlan = {
    get active() {
      return armed.map(({ fault }) => fault);
    },
    add: (fault) => {
      armed = armed.filter((other) => other.fault.name !== fault.name || other.fault.tools !== fault.tools);
      armed.push({ fault, matches: toolPattern(fault.tools), seen: 0, hits: 0 });
      announce(fault.name);
    },
    clear: (name) => {
      armed = name === undefined ? [] : armed.filter(({ fault }) => fault.name !== name);
      announce(name);
    },
    strike: (tool) => {
      const struck = new Map<FaultName, Fault>();
      for (const entry of armed) {
        if (!entry.matches(tool)) continue;
        entry.seen += 1;
        const { fault } = entry;
        if (entry.seen <= fault.after) continue;
        if (fault.times > 0 && entry.hits >= fault.times) continue;
        if (fault.probability < 1 && !random.chance(fault.probability)) continue;
        entry.hits += 1;
        struck.set(fault.name, fault);
      }
      return struck;
    },
    onToolsChanged: (listener) => {
      listeners.push(listener);
    },
    describes: (tool) => armed.some(({ fault, matches }) => fault.name === 'tools-changed' && matches(tool)),
  };
  for (const fault of initial) plan.add(fault);
  return plan;
}

function toolPattern(pattern: string): (tool: string) => boolean {
  const expression = new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('.*')}$`,
  );
  // A fault on everything must not lock out the tool that lifts it.
  return (tool) => expression.test(tool) && (pattern.startsWith('lab_') || !tool.startsWith('lab_'));
}
