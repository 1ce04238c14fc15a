import { z } from 'zod';
import type { ManagedObject } from '../connection/properties.ts';
import type { XmlElement } from '../connection/xml-element.ts';
import { plainName, type Inventory } from '../inventory.ts';
import { count, readWithheld, reference, status, withheld } from './shapes.ts';

export const clusterSchema = z.object({
  obj: reference,
  name: z.string(),
  parentPath: z.string().optional(),
  datacenter: reference.optional(),
  summary: z.object({
    overallStatus: status.optional(),
    numHosts: count.optional(),
    numEffectiveHosts: count.optional(),
    numCpuCores: count.optional(),
    numCpuThreads: count.optional(),
    totalCpu: count.optional().describe('MHz'),
    totalMemory: count.optional().describe('bytes'),
    effectiveCpu: count.optional().describe('MHz'),
    effectiveMemory: count.optional().describe('MB'),
    numVmotions: count.optional(),
    usageSummary: z.object({ cpuDemandMhz: count.optional(), memUsedMB: count.optional() }).optional(),
  }),
  configurationEx: z
    .object({
      dasConfig: z
        .object({
          enabled: z.boolean().optional(),
          hostMonitoring: z.string().optional(),
          admissionControlEnabled: z.boolean().optional(),
          failoverLevel: count.optional(),
          admissionControlPolicy: z
            .object({
              _type: z.string().optional(),
              cpuFailoverResourcesPercent: count.optional(),
              memoryFailoverResourcesPercent: count.optional(),
            })
            .optional(),
          vmMonitoring: z.string().optional(),
          defaultVmSettings: z
            .object({ restartPriority: z.string().optional(), isolationResponse: z.string().optional() })
            .optional(),
        })
        .optional(),
      drsConfig: z
        .object({
          enabled: z.boolean().optional(),
          defaultVmBehavior: z.string().optional(),
          vmotionRate: count.optional(),
        })
        .optional(),
      rule: z.array(
        z.object({
          _type: z.string(),
          key: count.optional(),
          name: z.string(),
          enabled: z.boolean(),
          mandatory: z.boolean().optional(),
          inCompliance: z.boolean().optional(),
          vm: z.array(reference).optional(),
          vmGroupName: z.string().optional(),
          affineHostGroupName: z.string().optional(),
          antiAffineHostGroupName: z.string().optional(),
        }),
      ),
      vsanConfigInfo: z.object({ enabled: z.boolean().optional() }).optional(),
    })
    .optional(),
  currentEVCModeKey: z.string().nullable().describe('null: EVC is off'),
  withheld,
});
type Cluster = z.input<typeof clusterSchema>;

export const clusterPaths = ['name', 'parent', 'summary', 'configurationEx'] as const;

export function readCluster({ ref, at, withheld }: ManagedObject, inventory: Inventory): Cluster {
  const summary = at.one('summary');
  const usage = summary?.one('usageSummary');
  return {
    obj: ref.value,
    name: plainName(at.text('name')) ?? ref.value,
    parentPath: inventory.path(at.ref('parent')),
    datacenter: inventory.above(ref, 'Datacenter')?.ref.value,
    summary: {
      overallStatus: summary?.text('overallStatus'),
      numHosts: summary?.number('numHosts'),
      numEffectiveHosts: summary?.number('numEffectiveHosts'),
      numCpuCores: summary?.number('numCpuCores'),
      numCpuThreads: summary?.number('numCpuThreads'),
      totalCpu: summary?.number('totalCpu'),
      totalMemory: summary?.number('totalMemory'),
      effectiveCpu: summary?.number('effectiveCpu'),
      effectiveMemory: summary?.number('effectiveMemory'),
      numVmotions: summary?.number('numVmotions'),
      usageSummary: usage && {
        cpuDemandMhz: usage.number('cpuDemandMhz'),
        memUsedMB: usage.number('memUsedMB') ?? usage.number('memDemandMB'),
      },
    },
    configurationEx: readConfiguration(at.one('configurationEx')),
    currentEVCModeKey: summary?.text('currentEVCModeKey') ?? null,
    withheld: readWithheld(withheld),
  };
}

function readConfiguration(config: XmlElement | undefined): Cluster['configurationEx'] {
  if (config === undefined) return undefined;
  const policy = config.one('dasConfig.admissionControlPolicy');
  const defaults = config.one('dasConfig.defaultVmSettings');
  const groups = new Map(
    config
      .all('group')
      .map((group) => [group.text('name') ?? '', group.refs('vm').map(({ value }) => value)]),
  );
  return {
    dasConfig: config.one('dasConfig') && {
      enabled: config.boolean('dasConfig.enabled'),
      hostMonitoring: config.text('dasConfig.hostMonitoring'),
      admissionControlEnabled: config.boolean('dasConfig.admissionControlEnabled'),
      failoverLevel: config.number('dasConfig.failoverLevel'),
      admissionControlPolicy: policy && {
        _type: policy.type,
        cpuFailoverResourcesPercent: policy.number('cpuFailoverResourcesPercent'),
        memoryFailoverResourcesPercent: policy.number('memoryFailoverResourcesPercent'),
      },
      vmMonitoring: config.text('dasConfig.vmMonitoring'),
      defaultVmSettings: defaults && {
        restartPriority: defaults.text('restartPriority'),
        isolationResponse: defaults.text('isolationResponse'),
      },
    },
    drsConfig: config.one('drsConfig') && {
      enabled: config.boolean('drsConfig.enabled'),
      defaultVmBehavior: config.text('drsConfig.defaultVmBehavior'),
      vmotionRate: config.number('drsConfig.vmotionRate'),
    },
    rule: config.all('rule').map((rule) => {
      const named = groups.get(rule.text('vmGroupName') ?? '');
      const vms = rule.refs('vm').map(({ value }) => value);
      return {
        _type: rule.type ?? 'ClusterRuleInfo',
        key: rule.number('key'),
        name: rule.text('name') ?? '',
        enabled: rule.boolean('enabled') ?? false,
        mandatory: rule.boolean('mandatory'),
        inCompliance: rule.boolean('inCompliance'),
        vm: vms.length > 0 ? vms : named,
        vmGroupName: rule.text('vmGroupName'),
        affineHostGroupName: rule.text('affineHostGroupName'),
        antiAffineHostGroupName: rule.text('antiAffineHostGroupName'),
      };
    }),
    vsanConfigInfo: config.one('vsanConfigInfo') && { enabled: config.boolean('vsanConfigInfo.enabled') },
  };
}

/** HA restart priority of each VM that does not have its cluster's. */
export function restartPrioritiesOf(at: XmlElement): [vm: string, priority: string][] {
  return at.all('configurationEx.dasVmConfig').flatMap((one) => {
    const vm = one.ref('key')?.value;
    const priority = one.text('dasSettings.restartPriority') ?? one.text('restartPriority');
    return vm === undefined || priority === undefined ? [] : [[vm, priority]];
  });
}
