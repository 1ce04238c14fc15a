import { z } from 'zod';
import { ToolFailure } from '../../shared/tool-failure.ts';
import { defineTool, type ServerTool } from '../../shared/tool.ts';
import type { Resource } from '../connection/resource.ts';
import type { RedfishDevice } from '../device.ts';
import { statusOf, statusSchema } from '../read/parts.ts';
import { summaryOf } from '../read/systems.ts';
import type { Redfish } from '../redfish.ts';
import { askForChange, findSystem, systemTarget, writableDevice } from './system-change.ts';

const resetTypes = [
  'On',
  'ForceOn',
  'ForceOff',
  'GracefulShutdown',
  'GracefulRestart',
  'ForceRestart',
  'PowerCycle',
  'PushPowerButton',
  'Nmi',
] as const;
type ResetType = (typeof resetTypes)[number];

const state = z.object({
  powerState: z.string().optional(),
  status: statusSchema,
  lastResetTime: z.string().optional(),
});

/** What the power has to be in the end. A restart ends where it began, and shows only while it lasts, or by its time. */
const endsAs: Readonly<Record<ResetType, 'On' | 'Off' | undefined>> = {
  On: 'On',
  ForceOn: 'On',
  ForceOff: 'Off',
  GracefulShutdown: 'Off',
  GracefulRestart: 'On',
  ForceRestart: 'On',
  PowerCycle: 'On',
  PushPowerButton: undefined,
  Nmi: undefined,
};
const restarts = new Set<ResetType>(['GracefulRestart', 'ForceRestart', 'PowerCycle']);

export function resetSystemTool(redfish: Redfish): ServerTool {
  return defineTool({
    name: 'reset_system',
    title: 'Reset a system, or switch it on or off',
    description:
      'ComputerSystem.Reset, read back: believe "verified". Of a restart it is verified only where the system was seen off, or says itself when it was reset.',
    input: z.object({
      ...systemTarget,
      type: z.enum(resetTypes),
      waitSeconds: z
        .int()
        .min(0)
        .max(300)
        .default(60)
        .describe(
          'longest wait for the state to be shown; a graceful shutdown takes as long as the host does',
        ),
    }),
    output: z.object({
      device: z.string(),
      system: z.string(),
      type: z.string(),
      before: state,
      after: state.optional().describe('absent: the device did not answer any more'),
      changed: z.boolean().describe('false: it was so already, and nothing was asked for'),
      verified: z.boolean().describe('the system shows what was asked for'),
      note: z.string().optional(),
    }),
    access: 'write',
    destructive: true,
    async run(args, { signal, progress }) {
      const device = writableDevice(redfish, args.device);
      const system = await findSystem(redfish, device, args.system, signal);
      const path = system.id ?? '';
      const before = stateOf(system);
      const subject = { device: device.name, system: path, type: args.type, before };
      const target = endsAs[args.type];
      if (target !== undefined && !restarts.has(args.type) && before.powerState === target)
        return { ...subject, after: before, changed: false, verified: true };
      if (restarts.has(args.type) && before.powerState === 'Off')
        throw new ToolFailure(
          `${device.name} ${path} is off: expected a system that is on to be restarted; use type "On". Nothing was changed.`,
        );
      const action = actionOf(device, system, args.type);
      const lost = await askForChange(
        redfish,
        device,
        { method: 'POST', path: action, body: { ResetType: args.type } },
        signal,
      );
      progress(1, 2, `${args.type} was asked for`);
      const after = await until(
        redfish,
        device,
        { path, type: args.type, before, waitSeconds: args.waitSeconds },
        signal,
      );
      const note = [
        lost === undefined
          ? undefined
          : `The answer to the request was lost (${lost}): it may have been done.`,
        after.failure,
        after.verified ? undefined : noteOf(args.type, after.state),
      ]
        .filter((one) => one !== undefined)
        .join(' ');
      return {
        ...subject,
        ...(after.state !== undefined && { after: after.state }),
        changed: true,
        verified: after.verified,
        ...(note !== '' && { note }),
      };
    },
  });
}

type State = z.input<typeof state>;

function actionOf(device: RedfishDevice, system: Resource, type: ResetType): string {
  const action = system.text('Actions/#ComputerSystem.Reset/target');
  if (action === undefined)
    throw new ToolFailure(
      `${device.name} offers no reset of ${system.id ?? ''} to this account. Nothing was changed.`,
    );
  const { resetTypes: allowed } = summaryOf(system);
  if (allowed.length > 0 && !allowed.includes(type))
    throw new ToolFailure(
      `${device.name} does not offer "${type}": expected one of ${allowed.join(', ')}. Nothing was changed.`,
    );
  return action;
}

interface Outcome {
  readonly verified: boolean;
  readonly state?: State;
  readonly failure?: string;
}

async function until(
  redfish: Redfish,
  device: RedfishDevice,
  asked: {
    readonly path: string;
    readonly type: ResetType;
    readonly before: State;
    readonly waitSeconds: number;
  },
  signal: AbortSignal,
): Promise<Outcome> {
  const started = redfish.now();
  let wasOff = false;
  for (let round = 1; ; round += 1) {
    const { now, failure } = await look(redfish, device, asked.path, signal);
    wasOff ||= now !== undefined && now.powerState !== 'On';
    const target = endsAs[asked.type];
    const restarted =
      wasOff || (now?.lastResetTime !== undefined && now.lastResetTime !== asked.before.lastResetTime);
    const verified =
      target !== undefined && now?.powerState === target && (!restarts.has(asked.type) || restarted);
    if (verified || target === undefined || redfish.now() - started >= asked.waitSeconds * 1_000)
      return {
        verified,
        ...(now !== undefined && { state: now }),
        ...(failure !== undefined && { failure: `What it is like now is not known: ${failure}` }),
      };
    await redfish.sleep(Math.min(250 * round, 2_000), signal);
  }
}

async function look(redfish: Redfish, device: RedfishDevice, path: string, signal: AbortSignal) {
  const visited = await redfish.visits.one(device, (reading) => reading.each([path], 'Systems'), { signal });
  const [system] = visited.value ?? [];
  return {
    now: system === undefined ? undefined : stateOf(system),
    failure: visited.problems.map(({ reason }) => reason)[0],
  };
}

const stateOf = (system: Resource): State => ({
  powerState: system.text('PowerState'),
  status: statusOf(system),
  lastResetTime: system.text('LastResetTime'),
});

function noteOf(type: ResetType, now: State | undefined): string | undefined {
  if (now === undefined) return undefined;
  if (endsAs[type] === undefined)
    return `${type} leaves nothing by which it could be told; the power is ${now.powerState ?? 'unknown'}.`;
  if (restarts.has(type) && now.powerState === 'On')
    return `The power is on, but the system was not seen off and does not say when it was reset: whether it restarted is not known.`;
  return `It was asked for ${type}; the power is ${now.powerState ?? 'unknown'}.`;
}
