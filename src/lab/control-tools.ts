import { z } from 'zod';
import { LabError, type LabTool } from './domain.ts';
import { faultKinds, faultNames } from './fault-kinds.ts';
import { faultSchema, type FaultPlan } from './faults.ts';
import type { LabWorld } from './world.ts';

const faultState = (faults: FaultPlan) => ({ faults: faults.active.map((fault) => ({ ...fault })) });

/** Injecting faults works for everything that is served, recorded estates included. */
export function faultTool(faults: FaultPlan): LabTool {
  return {
    name: 'lab_fault',
    title: 'Inject or lift a fault',
    description: `Makes the lab misbehave, or behave again with on=false. Faults: ${Object.entries(faultKinds)
      .map(([name, what]) => `${name} (${what})`)
      .join('; ')}.`,
    input: z.strictObject({
      ...faultSchema.shape,
      name: z.enum([...faultNames, 'all']),
      on: z.boolean().default(true),
    }),
    readOnly: false,
    idempotent: true,
    run: ({ on, ...settings }) => {
      if (on === true) {
        if (settings['name'] === 'all') throw new LabError('all: can only be lifted (on=false)');
        faults.add(faultSchema.parse(settings));
      } else {
        const { name } = z.object({ name: z.enum([...faultNames, 'all']) }).parse(settings);
        faults.clear(name === 'all' ? undefined : name);
      }
      return faultState(faults);
    },
  };
}

export function estateStatusTool(faults: FaultPlan, estates: readonly string[]): LabTool {
  return {
    name: 'lab_status',
    title: 'Lab status',
    description: 'Which recorded estates are served and which faults are on.',
    input: z.strictObject({}),
    readOnly: true,
    run: () => ({ simulated: false, estates, ...faultState(faults) }),
  };
}

export function worldTools(world: LabWorld, faults: FaultPlan): readonly LabTool[] {
  const scenarios = () =>
    [...world.scenarios].map(([name, { domain, description, active }]) => ({
      name,
      domain,
      description,
      active,
    }));
  const status = () => ({
    simulated: true,
    seed: world.blueprint.seed,
    now: new Date(world.now()).toISOString(),
    size: { ...world.size },
    domains: world.domains.map(({ name, tools }) => ({ name, tools: tools.length })),
    scenarios: scenarios(),
    ...faultState(faults),
  });
  return [
    {
      name: 'lab_status',
      title: 'Lab status',
      description: 'Seed, simulated time, size, domains, scenarios and faults of the simulated datacenter.',
      input: z.strictObject({}),
      readOnly: true,
      run: status,
    },
    {
      name: 'lab_scenario',
      title: 'Switch a scenario',
      description: 'Switches a scenario of the simulated datacenter on or off; lab_status lists them.',
      input: z.strictObject({ name: z.string().min(1), on: z.boolean().default(true) }),
      readOnly: false,
      idempotent: true,
      run: ({ name, on }) => {
        world.setScenario(String(name), on === true);
        return { scenarios: scenarios() };
      },
    },
    {
      name: 'lab_advance',
      title: 'Let simulated time pass',
      description: 'Moves the simulation on by so many simulated seconds (at most 90 days).',
      input: z.strictObject({
        seconds: z
          .number()
          .positive()
          .max(90 * 86_400),
      }),
      readOnly: false,
      run: ({ seconds }) => {
        world.advance(Number(seconds));
        return { now: new Date(world.now()).toISOString() };
      },
    },
    faultTool(faults),
  ];
}
