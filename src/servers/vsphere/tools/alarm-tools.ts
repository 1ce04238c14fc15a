import { z } from 'zod';
import { defineTool, type ServerTool } from '../../shared/tool.ts';
import type { XmlElement } from '../connection/xml-element.ts';
import { plainName, type Inventory } from '../inventory.ts';
import { instant, reference, status } from '../read/shapes.ts';
import type { Vsphere } from '../vsphere.ts';
import { pageInput, pageOutput, sliceAfter } from './page.ts';
import { countersOf, type Counter } from './performance-query.ts';

const triggeredSchema = z.object({
  entity: reference.optional(),
  entityType: z.string().optional(),
  entityName: z.string(),
  overallStatus: status,
  time: instant.optional(),
  acknowledged: z.boolean().optional(),
  acknowledgedByUser: z.string().optional(),
});

const alarmSchema = z.object({
  obj: reference,
  info: z.object({
    name: z.string(),
    description: z.string().optional(),
    enabled: z.boolean().optional(),
    entity: reference.optional(),
    entityName: z.string().optional().describe('where it is defined; it watches everything below'),
    expression: z.string().optional().describe('what raises it, in words'),
    action: z.array(z.string()),
  }),
  triggered: z.array(triggeredSchema),
});

export function alarmTools(vsphere: Vsphere): ServerTool[] {
  return [
    defineTool({
      name: 'list_alarms',
      title: 'List alarms',
      description:
        'Alarm definitions with their condition and actions, and where each is raised now. One page at a time; follow nextCursor until there is none.',
      input: pageInput.extend({
        triggeredOnly: z.boolean().default(false).describe('only alarms that are raised somewhere'),
      }),
      output: pageOutput(alarmSchema),
      access: 'read',
      async run(args, { signal }) {
        const { session, reader } = vsphere;
        const manager = await session.service('alarmManager');
        const [known, raised, inventory, counters] = await Promise.all([
          session.call('GetAlarm', manager, [], signal),
          raisedAlarms(vsphere, signal),
          vsphere.inventory.current(signal),
          // Without them, conditions name counters by number.
          countersOf(vsphere).catch(() => []),
        ]);
        const refs = known.refs('returnval').filter(({ value }) => !args.triggeredOnly || raised.has(value));
        const { shown, ...page } = sliceAfter(refs, ({ value }) => value, args);
        const objects = await reader.read('Alarm', shown, ['info'], signal);
        const names = await vmNames(vsphere, [...raised.values()].flat(), signal);
        const items = objects.map(({ ref, at }) => ({
          obj: ref.value,
          info: readInfo(at, inventory, counters),
          triggered: (raised.get(ref.value) ?? []).map((state) => readState(state, inventory, names)),
        }));
        return { items, ...page };
      },
    }),
  ];
}

/** Alarms that are raised anywhere, by the alarm's reference: the root folder knows those of everything below it. */
export async function raisedAlarms(
  { session, reader }: Vsphere,
  signal: AbortSignal,
): Promise<Map<string, XmlElement[]>> {
  const root = (await session.content()).ref('rootFolder');
  const raised = new Map<string, XmlElement[]>();
  if (root === undefined) return raised;
  const { at } = await reader.readOne(root, ['triggeredAlarmState'], signal);
  for (const state of at.all('triggeredAlarmState')) {
    const alarm = state.ref('alarm')?.value ?? '';
    raised.set(alarm, [...(raised.get(alarm) ?? []), state]);
  }
  return raised;
}

/** The tree does not hold VMs, of which there may be many; those that raise something are few. */
export async function vmNames(
  vsphere: Vsphere,
  states: readonly XmlElement[],
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const vms = states
    .flatMap((state) => state.ref('entity') ?? [])
    .filter(({ type }) => type === 'VirtualMachine');
  const objects = await vsphere.reader.read('VirtualMachine', vms, ['name'], signal);
  return new Map(objects.map(({ ref, at }) => [ref.value, plainName(at.text('name')) ?? ref.value]));
}

export function readState(
  state: XmlElement,
  inventory: Inventory,
  names: ReadonlyMap<string, string>,
): z.input<typeof triggeredSchema> {
  const entity = state.ref('entity');
  return {
    entity: entity?.value,
    entityType: entity?.type,
    entityName: names.get(entity?.value ?? '') ?? inventory.of(entity)?.name ?? entity?.value ?? '',
    overallStatus: state.text('overallStatus') ?? 'gray',
    time: state.instant('time'),
    acknowledged: state.boolean('acknowledged'),
    acknowledgedByUser: state.text('acknowledgedByUser'),
  };
}

function readInfo(
  at: XmlElement,
  inventory: Inventory,
  counters: readonly Counter[],
): z.input<typeof alarmSchema>['info'] {
  const info = at.one('info');
  const entity = info?.ref('entity');
  return {
    name: info?.text('name') ?? '',
    description: info?.text('description'),
    enabled: info?.boolean('enabled'),
    entity: entity?.value,
    entityName: inventory.path(entity) ?? inventory.of(entity)?.name,
    expression: sayExpression(info?.one('expression'), counters),
    action: readActions(info?.one('action')),
  };
}

/** The condition as one line: `cpu.usage… > 90`, joined by "or" and "and". */
export function sayExpression(
  expression: XmlElement | undefined,
  counters: readonly Counter[],
): string | undefined {
  if (expression === undefined) return undefined;
  switch (expression.type ?? '') {
    case 'OrAlarmExpression':
      return joined(expression, ' or ', counters);
    case 'AndAlarmExpression':
      return joined(expression, ' and ', counters);
    case 'StateAlarmExpression': {
      const is = expression.text('operator') === 'isUnequal' ? 'is not' : 'is';
      return `${expression.text('statePath') ?? 'state'} ${is} ${levels(expression)}`;
    }
    case 'MetricAlarmExpression': {
      const sign = expression.text('operator') === 'isBelow' ? '<' : '>';
      const id = expression.text('metric.counterId') ?? '?';
      const counter = counters.find((one) => String(one.id) === id);
      return `${counter?.name ?? `counter ${id}`} ${sign} ${levels(expression, counter?.unit)}`;
    }
    case 'EventAlarmExpression':
      return `event ${expression.text('eventTypeId') ?? expression.text('eventType') ?? '?'}`;
    default:
      return undefined;
  }
}

function levels(expression: XmlElement, unit?: string): string {
  const level = (name: 'yellow' | 'red', says: string) => {
    const text = expression.text(name);
    // Percentages come as hundredths.
    const value = unit === 'percent' && text !== undefined ? `${Number(text) / 100} %` : text;
    return value === undefined ? [] : [`${value} (${says})`];
  };
  return [...level('yellow', 'warning'), ...level('red', 'alert')].join(', ') || '?';
}

function joined(expression: XmlElement, word: string, counters: readonly Counter[]): string | undefined {
  const parts = expression.all('expression').flatMap((part) => sayExpression(part, counters) ?? []);
  return parts.length === 0 ? undefined : parts.join(word);
}

const actionNames: Readonly<Record<string, string>> = {
  SendEmailAction: 'e-mail',
  SendSNMPAction: 'SNMP trap',
  RunScriptAction: 'script',
  MethodAction: 'operation',
  CreateTaskAction: 'task',
};

function readActions(action: XmlElement | undefined): string[] {
  if (action === undefined) return [];
  if (action.type === 'GroupAlarmAction') return action.all('action').flatMap(readActions);
  const inner = action.one('action');
  const type = inner?.type ?? action.type ?? 'action';
  return [actionNames[type] ?? type];
}
