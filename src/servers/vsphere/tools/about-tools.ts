import { z } from 'zod';
import { defineTool, type ServerTool } from '../../shared/tool.ts';
import { element } from '../connection/markup.ts';
import { SoapFault } from '../connection/soap-fault.ts';
import { instant, reference, status } from '../read/shapes.ts';
import type { Vsphere } from '../vsphere.ts';
import { raisedAlarms, readState, vmNames } from './alarm-tools.ts';

export function aboutTools(vsphere: Vsphere): ServerTool[] {
  return [about(vsphere), health(vsphere)];
}

function about(vsphere: Vsphere): ServerTool {
  return defineTool({
    name: 'about',
    title: 'About this server',
    description:
      'What answers: product, version, identity, certificate and time of the vCenter or ESXi host.',
    input: z.object({}),
    output: z.object({
      about: z.object({
        name: z.string().optional(),
        fullName: z.string().optional(),
        vendor: z.string().optional(),
        version: z.string().optional(),
        build: z.string().optional(),
        apiType: z.string().optional().describe('VirtualCenter, or HostAgent for an ESXi host'),
        apiVersion: z.string().optional(),
        osType: z.string().optional(),
        productLineId: z.string().optional(),
        instanceUuid: z.string().optional().describe('of a vCenter; an ESXi host has none'),
      }),
      hostName: z.string(),
      certificate: z
        .object({
          subject: z.string(),
          issuer: z.string(),
          notBefore: z.string(),
          notAfter: z.string(),
          sha256: z.string(),
        })
        .optional(),
      serverTime: instant.optional(),
      readOnly: z.boolean().describe('tools that change something are not offered'),
    }),
    access: 'read',
    async run(_, { signal }) {
      const { session } = vsphere;
      const content = await session.content();
      const time = await session.call(
        'CurrentTime',
        { type: 'ServiceInstance', value: 'ServiceInstance' },
        [],
        signal,
      );
      const text = (name: string) => content.text(`about.${name}`);
      return {
        about: {
          name: text('name'),
          fullName: text('fullName'),
          vendor: text('vendor'),
          version: text('version'),
          build: text('build'),
          apiType: text('apiType'),
          apiVersion: text('apiVersion'),
          osType: text('osType'),
          productLineId: text('productLineId'),
          instanceUuid: text('instanceUuid'),
        },
        hostName: (await ownName(vsphere, signal)) ?? session.endpoint.hostname,
        certificate: session.certificate(),
        serverTime: time.instant('returnval'),
        readOnly: vsphere.readOnly,
      };
    },
  });
}

/** As vCenter calls itself; the address it is reached by may be another. */
async function ownName({ session }: Vsphere, signal: AbortSignal): Promise<string | undefined> {
  const setting = (await session.content()).ref('setting');
  if (setting === undefined) return undefined;
  try {
    const answer = await session.call(
      'QueryOptions',
      setting,
      [element('name', 'VirtualCenter.FQDN')],
      signal,
    );
    return answer.text('returnval.value');
  } catch (error) {
    if (signal.aborted || !(error instanceof SoapFault)) throw error;
    return undefined;
  }
}

const healthTypes = ['ClusterComputeResource', 'HostSystem', 'Datastore', 'Datacenter'];

function health(vsphere: Vsphere): ServerTool {
  return defineTool({
    name: 'list_health',
    title: 'List what is not well',
    description:
      'Clusters, hosts, datastores and datacenters whose status is not green or that report a configuration issue, and every alarm that is raised now.',
    input: z.object({}),
    output: z.object({
      items: z.array(
        z.object({
          obj: reference,
          _type: z.string(),
          name: z.string(),
          overallStatus: status,
          configStatus: status.optional(),
          configIssue: z.array(
            z.object({ type: z.string(), message: z.string(), since: instant.optional() }),
          ),
        }),
      ),
      triggered: z.array(
        z.object({
          alarm: reference,
          entity: reference.optional(),
          entityType: z.string().optional(),
          entityName: z.string(),
          overallStatus: status,
          time: instant.optional(),
          acknowledged: z.boolean().optional(),
          acknowledgedByUser: z.string().optional(),
        }),
      ),
      checked: z.number().describe('objects looked at'),
    }),
    access: 'read',
    async run(_, { signal }) {
      const [objects, raised, inventory] = await Promise.all([
        vsphere.reader.readAll(healthTypes, ['name', 'overallStatus', 'configStatus', 'configIssue'], signal),
        raisedAlarms(vsphere, signal),
        vsphere.inventory.current(signal),
      ]);
      const names = await vmNames(vsphere, [...raised.values()].flat(), signal);
      const items = objects.flatMap(({ ref, at }) => {
        const overallStatus = at.text('overallStatus') ?? 'gray';
        const configStatus = at.text('configStatus');
        const issues = at.all('configIssue');
        if (overallStatus === 'green' && issues.length === 0) return [];
        return [
          {
            obj: ref.value,
            _type: ref.type,
            name: inventory.of(ref)?.name ?? ref.value,
            overallStatus,
            configStatus,
            configIssue: issues.map((issue) => ({
              type: issue.type ?? 'Event',
              message: issue.text('fullFormattedMessage') ?? issue.text('message') ?? issue.type ?? '',
              since: issue.instant('createdTime'),
            })),
          },
        ];
      });
      const triggered = [...raised].flatMap(([alarm, states]) =>
        states.map((state) => ({ alarm, ...readState(state, inventory, names) })),
      );
      return { items, triggered, checked: objects.length };
    },
  });
}
