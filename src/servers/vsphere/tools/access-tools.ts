import { z } from 'zod';
import { defineTool, type ServerTool } from '../../shared/tool.ts';
import { count, reference } from '../read/shapes.ts';
import type { Vsphere } from '../vsphere.ts';
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
  ];
}
