import { z } from 'zod';
import type { Reading } from '../reading.ts';
import { amount, makeOf, makeSchema, nameOf, nameSchema, statusOf, statusSchema, text } from './parts.ts';

export const serviceSchema = z.object({
  redfishVersion: text,
  product: text,
  vendor: text,
  uuid: text,
  authentication: z.enum(['session', 'basic']).optional(),
  certificate: z
    .object({
      subject: z.string(),
      issuer: z.string(),
      notBefore: z.string(),
      notAfter: z.string(),
      sha256: z.string(),
    })
    .optional(),
  managers: z.array(
    z.object({
      ...nameSchema,
      ...makeSchema,
      managerType: text,
      firmwareVersion: text,
      dateTime: text,
      uuid: text,
      status: statusSchema,
    }),
  ),
  sessionTimeoutSeconds: amount,
});

/** What answers there: the service, its certificate, and the managers (BMCs) behind it. */
export async function readService(reading: Reading): Promise<z.input<typeof serviceSchema>> {
  const root = await reading.root();
  const managers = await reading.members(root?.ref('Managers'), 'Managers');
  const sessions = root?.ref('SessionService');
  const sessionService = sessions === undefined ? undefined : await reading.get(sessions, 'SessionService');
  return {
    redfishVersion: root?.text('RedfishVersion'),
    product: root?.text('Product'),
    vendor: root?.text('Vendor'),
    uuid: root?.text('UUID'),
    authentication: await reading.session.authentication(),
    certificate: reading.session.certificate(),
    managers: managers.map((manager) => ({
      ...nameOf(manager),
      ...makeOf(manager),
      managerType: manager.text('ManagerType'),
      firmwareVersion: manager.text('FirmwareVersion'),
      dateTime: manager.text('DateTime'),
      uuid: manager.text('UUID'),
      status: statusOf(manager),
    })),
    sessionTimeoutSeconds: sessionService?.number('SessionTimeout'),
  };
}
