import type { Block } from '../../../shared/model/block.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import { usedPercent } from '../../capacity/formulas.ts';
import { addablePools } from '../../capacity/pool-space.ts';
import {
  computed,
  documentLink,
  entityLink,
  entityTable,
  paragraph,
  table,
  unknown,
  when,
  type Content,
} from '../build.ts';
import { kindCounts } from '../common-sections.ts';
import { findingCell, findingsOf } from '../finding-sections.ts';
import { bytes, number, percent } from '../format.ts';
import type { SectionPlan } from '../generator.ts';
import { allKinds, arrayPageId, type Part } from './estate.ts';

/** How much there is of everything, and each array on one line. */
export function summarySection(part: Part, names: readonly string[], paged: boolean): SectionPlan {
  return {
    key: 'summary',
    title: 'Summary',
    level: 2,
    reads: [...part.reads(...allKinds), { kind: 'finding' }],
    salt: `${paged}`,
    prose: { about: 'summary' },
    render: () => {
      const counts = kindCounts(part.view, allKinds);
      if (counts.length === 0) return [paragraph('No storage has been collected yet.')];
      return [
        table(['Kind', { title: 'Number', align: 'right' }], counts),
        table(
          [
            'Array',
            'Model',
            'State',
            { title: 'Usable', align: 'right' },
            { title: 'Used', align: 'right' },
            { title: 'Used %', align: 'right' },
            { title: 'Volumes', align: 'right' },
            { title: 'LUNs', align: 'right' },
            'Findings',
          ],
          names.map((name) => arrayRow(part, name, paged)),
          'Arrays',
        ),
      ];
    },
  };
}

function arrayRow({ view }: Part, name: string, paged: boolean): readonly Content[] {
  const array = view.all('array').find((candidate) => candidate.name === name);
  const pools = view.inPartition('pool', name);
  const missing = pools.some(
    ({ attributes }) => attributes.sizeBytes === undefined || attributes.usedBytes === undefined,
  );
  const spaces = addablePools(pools);
  const size = spaces.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
  const used = spaces.reduce((sum, { usedBytes }) => sum + (usedBytes ?? 0), 0);
  const share = missing ? undefined : usedPercent(used, size);
  const from = `pools of ${name}`;
  const space = (text: string, volatile: boolean): Content =>
    pools.length === 0 || missing
      ? unknown(pools.length === 0 ? 'no pools are known' : 'a pool’s size or use was not given')
      : computed(text, from, { volatile });
  return [
    [
      ...(paged ? [documentLink(arrayPageId(name), name === '' ? 'without an array' : name)] : []),
      ...(array && !paged ? [entityLink(array)] : []),
      ...(!array && !paged ? [name === '' ? 'without an array' : name] : []),
    ],
    array?.attributes.model ?? unknown('not given'),
    array?.attributes.state ?? unknown('not given'),
    space(bytes(size), false),
    space(bytes(used), true),
    share === undefined ? unknown('not given') : computed(percent(share), from, { volatile: true }),
    computed(number(view.inPartition('volume', name).length), `volumes of ${name}`),
    computed(number(view.inPartition('lun', name).length), `LUNs of ${name}`),
    findingCell(
      findingsOf(view, ['storage'], ({ attributes }) =>
        attributes.objectKind === 'array'
          ? attributes.object === name
          : (attributes.objectPartition ?? '') === name,
      ),
    ),
  ];
}

export function systemsSection(part: Part): SectionPlan {
  return {
    key: 'systems',
    title: part.array === undefined ? 'Arrays' : 'Array',
    level: 2,
    reads: part.reads('array'),
    render: () => {
      const arrays = part.of('array');
      if (arrays.length === 0) return [paragraph('No arrays are known.')];
      return [
        entityTable({
          entities: arrays,
          // Links to an array lead to the root document, also where the array has a page of its own.
          home: part.array === undefined,
          columns: [
            { title: 'Array', path: 'name' },
            { title: 'Vendor', path: 'vendor' },
            { title: 'Model', path: 'model' },
            { title: 'Serial', path: 'serial' },
            { title: 'Software', path: 'softwareVersion' },
            { title: 'State', path: 'state' },
            { title: 'Management IP', path: 'managementIp' },
            { title: 'Site', path: 'site' },
            { title: 'Rack', path: 'rack' },
            { title: 'HA', path: 'haConfigured' },
            { title: 'Spare disks', path: 'spareDiskCount' },
            { title: 'Protocols', path: 'protocols' },
            ...when(part.settings.depth === 'full', [
              { title: 'NTP', path: 'ntpServers' as const },
              { title: 'DNS', path: 'dnsServers' as const },
              { title: 'Contact', path: 'contact' as const },
              { title: 'IOPS', path: 'iops' as const },
              { title: 'Latency', path: 'latencyMs' as const },
            ]),
          ],
        }),
        ...healthTables(arrays),
        entityTable({
          entities: arrays,
          caption: 'Licenses',
          columns: [
            { title: 'Array', path: 'name' },
            { title: 'Licenses', path: 'licenses', format: licensesText },
          ],
        }),
      ];
    },
  };
}

/** Of systems that find out by themselves what is wrong with them, and that stop before they are full. */
function healthTables(arrays: readonly EntityOf<'array'>[]): Block[] {
  const telling = arrays.filter(
    ({ attributes }) => attributes.healthChecks !== undefined || attributes.osdFullPercent !== undefined,
  );
  if (telling.length === 0) return [];
  return [
    entityTable({
      entities: telling,
      caption: 'Health checks, and when disks count as full',
      columns: [
        { title: 'Array', path: 'name' },
        { title: 'Checks that do not hold', path: 'healthChecks', format: healthText },
        { title: 'Nearly full', path: 'osdNearFullPercent' },
        { title: 'No more recovery', path: 'osdBackfillFullPercent' },
        { title: 'No more writes', path: 'osdFullPercent' },
      ],
    }),
  ];
}

function healthText(checks: NonNullable<EntityOf<'array'>['attributes']['healthChecks']>): string {
  return (
    checks
      .map(
        ({ code, severity, summary, muted }) => `${code} (${severity}${muted ? ', muted' : ''}): ${summary}`,
      )
      .join('; ') || 'none'
  );
}

function licensesText(licenses: NonNullable<EntityOf<'array'>['attributes']['licenses']>): string {
  return (
    licenses
      .map(
        ({ name, state, expiresAt }) =>
          `${name} ${state}${expiresAt ? ` until ${expiresAt.slice(0, 10)}` : ''}`,
      )
      .join(', ') || 'none'
  );
}
