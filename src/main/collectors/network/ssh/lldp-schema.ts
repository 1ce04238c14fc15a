import { z } from 'zod';

/** `json0` of lldpd: everything is a list, also of one. */
const first = z
  .array(z.object({ value: z.string().optional(), type: z.string().optional() }))
  .optional()
  .transform((all) => all?.[0]);

const neighbourSchema = z.object({
  name: z.string(),
  chassis: z.array(z.object({ id: first, name: first, 'mgmt-ip': first })).default([]),
  port: z.array(z.object({ id: first, descr: first })).default([]),
});

export interface LldpNeighbour {
  readonly localPort: string;
  readonly system: string | undefined;
  readonly chassisMac: string | undefined;
  readonly port: string | undefined;
  readonly portMac: string | undefined;
}

export const lldpSchema = z
  .object({ lldp: z.array(z.object({ interface: z.array(neighbourSchema).optional() })) })
  .transform(({ lldp }) =>
    lldp
      .flatMap((one) => one.interface ?? [])
      .map(({ name, chassis: [chassis], port: [port] }): LldpNeighbour => ({
        localPort: name,
        system: chassis?.name?.value,
        chassisMac: chassis?.id?.type === 'mac' ? chassis.id.value : undefined,
        // A port that is known by its address only has its name as its description, by most who send one.
        port: port?.id?.type === 'mac' ? port.descr?.value : (port?.id?.value ?? port?.descr?.value),
        portMac: port?.id?.type === 'mac' ? port.id.value : undefined,
      })),
  );
