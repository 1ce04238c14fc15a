import { z } from 'zod';
import { defineTool, type ServerTool } from '../../shared/tool.ts';
import { element, reference as referenceMarkup } from '../connection/markup.ts';
import { SoapFault } from '../connection/soap-fault.ts';
import { count, reference } from '../read/shapes.ts';
import type { Vsphere } from '../vsphere.ts';
import { findEntity } from './find-entity.ts';
import { pageInput, pageOutput, sliceAfter } from './page.ts';

/** Who may do what where. */
export function accessTools(vsphere: Vsphere): ServerTool[] {
  return [
    defineTool({
      name: 'list_roles',
      title: 'List roles',
      description: 'Roles with the number of their privileges, and who has them on which object.',
      input: pageInput.extend({ privileges: z.boolean().default(false).describe('name every privilege') }),
      output: pageOutput(
        z.object({
          roleId: count,
          name: z.string(),
          label: z.string().optional(),
          system: z.boolean().optional(),
          privilegeCount: count,
          privilege: z.array(z.string()).optional(),
          permission: z.array(
            z.object({
              principal: z.string(),
              group: z.boolean().optional(),
              entity: z.string().optional().describe('inventory path'),
              entityRef: reference.optional(),
              propagate: z.boolean().optional(),
            }),
          ),
        }),
      ),
      access: 'read',
      async run(args, { signal }) {
        const manager = await vsphere.session.service('authorizationManager');
        const [{ at }, granted, inventory] = await Promise.all([
          vsphere.reader.readOne(manager, ['roleList'], signal),
          vsphere.session.call('RetrieveAllPermissions', manager, [], signal),
          vsphere.inventory.current(signal),
        ]);
        const permissions = granted.all('returnval');
        const { shown, ...page } = sliceAfter(at.all('roleList'), (role) => role.text('roleId') ?? '', args);
        const items = shown.map((role) => {
          const roleId = role.number('roleId') ?? 0;
          const privileges = role.texts('privilege');
          return {
            roleId,
            name: role.text('name') ?? String(roleId),
            label: role.text('info.label'),
            system: role.boolean('system'),
            privilegeCount: privileges.length,
            ...(args.privileges ? { privilege: privileges } : {}),
            permission: permissions
              .filter((one) => one.number('roleId') === roleId)
              .map((one) => {
                const entity = one.ref('entity');
                return {
                  principal: one.text('principal') ?? '',
                  group: one.boolean('group'),
                  entity: inventory.path(entity) ?? inventory.of(entity)?.name ?? entity?.value,
                  entityRef: entity?.value,
                  propagate: one.boolean('propagate'),
                };
              }),
          };
        });
        return { items, ...page };
      },
    }),
    defineTool({
      name: 'check_privileges',
      title: 'Check privileges',
      description:
        'Which of some privileges the account of this server lacks on an object, before something is tried there.',
      input: z.object({
        object: z.string().min(1).max(300).describe('reference, path or name of an object, or of a VM'),
        privileges: z
          .array(z.string().min(1).max(200))
          .min(1)
          .max(100)
          .describe('ids, e.g. VirtualMachine.Interact.PowerOn'),
      }),
      output: z.object({
        object: reference,
        missing: z.array(z.string()).optional().describe('absent where it cannot be told'),
        reason: z.string().optional().describe('why it cannot be told'),
      }),
      access: 'read',
      async run({ object, privileges }, { signal }) {
        const entity = await findEntity(vsphere, object, signal);
        const [manager, sessions] = await Promise.all([
          vsphere.session.service('authorizationManager'),
          vsphere.session.service('sessionManager'),
        ]);
        try {
          const { at } = await vsphere.reader.readOne(sessions, ['currentSession'], signal);
          const session = at.text('currentSession.key');
          if (session === undefined)
            return { object: entity.value, reason: 'the server does not say which session this is' };
          const answer = await vsphere.session.call(
            'HasPrivilegeOnEntities',
            manager,
            [
              referenceMarkup('entity', entity),
              element('sessionId', session),
              ...privileges.map((id) => element('privId', id)),
            ],
            signal,
          );
          const granted = new Set(
            answer
              .all('returnval.privAvailability')
              .filter((one) => one.boolean('isGranted') === true)
              .map((one) => one.text('privId')),
          );
          return { object: entity.value, missing: privileges.filter((id) => !granted.has(id)) };
        } catch (error) {
          // An older server, or an account that may not even ask: then nobody is told anything.
          if (!(error instanceof SoapFault)) throw error;
          return { object: entity.value, reason: error.message };
        }
      },
    }),
  ];
}
