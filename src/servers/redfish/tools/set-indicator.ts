import { z } from 'zod';
import { ToolFailure } from '../../shared/tool-failure.ts';
import { defineTool, type ServerTool } from '../../shared/tool.ts';
import type { Resource } from '../connection/resource.ts';
import type { Redfish } from '../redfish.ts';
import { askForChange, findSystem, systemTarget, writableDevice } from './system-change.ts';

/** Longest wait for the light to be shown: it is on at once, the BMC says so a little later. */
const longestWaitMs = 10_000;

export function setIndicatorTool(redfish: Redfish): ServerTool {
  return defineTool({
    name: 'set_indicator_led',
    title: 'Switch the light that shows where a system is',
    description:
      'Switches the location indicator of a system on or off and reads it back: believe "verified".',
    input: z.object({ ...systemTarget, on: z.boolean() }),
    output: z.object({
      device: z.string(),
      system: z.string(),
      before: z.boolean().optional(),
      after: z.boolean().optional(),
      changed: z.boolean().describe('false: it was so already, and nothing was set'),
      verified: z.boolean(),
      note: z.string().optional(),
    }),
    access: 'write',
    idempotent: true,
    async run(args, { signal }) {
      const device = writableDevice(redfish, args.device);
      const system = await findSystem(redfish, device, args.system, signal);
      const path = system.id ?? '';
      const before = isOn(system);
      const subject = { device: device.name, system: path, before };
      if (before === args.on) return { ...subject, after: before, changed: false, verified: true };
      const modern = system.flag('LocationIndicatorActive') !== undefined;
      if (!modern && system.text('IndicatorLED') === undefined)
        throw new ToolFailure(
          `${device.name} ${path} has no indicator that can be switched. Nothing was changed.`,
        );
      const lost = await askForChange(
        redfish,
        device,
        {
          method: 'PATCH',
          path,
          body: modern
            ? { LocationIndicatorActive: args.on }
            : { IndicatorLED: args.on ? 'Blinking' : 'Off' },
          tagOf: path,
        },
        signal,
      );
      const started = redfish.now();
      let after: boolean | undefined;
      for (let round = 1; ; round += 1) {
        const { value } = await redfish.visits.one(device, (reading) => reading.each([path], 'Systems'), {
          signal,
        });
        const [now] = value ?? [];
        after = now === undefined ? undefined : isOn(now);
        if (after === args.on || redfish.now() - started >= longestWaitMs) break;
        await redfish.sleep(250 * round, signal);
      }
      return {
        ...subject,
        after,
        changed: true,
        verified: after === args.on,
        ...(lost !== undefined && {
          note: `The answer to the request was lost (${lost}): it may have been done.`,
        }),
      };
    },
  });
}

function isOn(system: Resource): boolean | undefined {
  const led = system.text('IndicatorLED');
  return (
    system.flag('LocationIndicatorActive') ??
    (led === undefined ? undefined : led !== 'Off' && led !== 'Unknown')
  );
}
