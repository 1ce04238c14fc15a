import type { Block } from '../../../shared/model/block.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { entityLink, table, type Content, type EntityColumn } from '../build.ts';
import { megabits, number } from '../format.ts';
import type { GeneratorSettings, SectionPlan } from '../generator.ts';
import { joinParts, pagedTable, type PagePart } from '../paged-table.ts';

type Cable = EntityOf<'cable'>;

/** Cables as documented, and neighbours as observed. */
export function linkSections(
  view: InventoryView,
  site: string,
  page: string,
  settings: GeneratorSettings,
): PagePart {
  const cables = pagedTable<Cable>({
    page,
    key: 'cables',
    title: 'Cables',
    noun: ['cable', 'cables'],
    entities: view.inPartition('cable', site),
    columns: cableColumns(view),
    reads: [{ kind: 'cable', partition: site }],
    settings,
  });
  const observed = view
    .inPartition('interface', site)
    .some((port) => port.attributes.intent !== true && port.attributes.peer !== undefined);
  if (!observed) return cables;
  const links: SectionPlan = {
    key: 'links',
    title: 'Observed links',
    level: 2,
    reads: [{ kind: 'interface', partition: site }],
    render: () => [observedLinks(view, site)],
  };
  return joinParts([cables, { sections: [links], pages: [] }]);
}

function cableColumns(view: InventoryView): readonly EntityColumn<Cable>[] {
  return [
    { title: 'Cable', path: 'name' },
    { title: 'Status', path: 'status' },
    { title: 'Type', path: 'type' },
    { title: 'A end', value: (cable) => endText(view, cable, 'aEnds') },
    { title: 'B end', value: (cable) => endText(view, cable, 'bEnds') },
    { title: 'Label', path: 'label' },
    { title: 'Colour', path: 'color' },
    { title: 'Length', path: 'lengthMeters', format: (meters) => `${number(meters, 2)} m` },
    { title: 'Description', value: (cable) => cable.attributes.description ?? '' },
  ];
}

function endText(view: InventoryView, cable: Cable, side: 'aEnds' | 'bEnds'): Content {
  const ends = cable.attributes[side];
  if (ends.length === 0) return 'not connected';
  const attached = view.outbound(cable, 'attached-to');
  return ends.flatMap((end, i) => {
    const text = `${end.on} ${end.port}`;
    const entity = attached.find(
      (one) =>
        one.name === (one.kind === 'circuit' ? end.on : end.port) &&
        (one.kind === 'circuit' || !('device' in one.attributes) || one.attributes.device === end.on),
    );
    const place = [end.rack, end.site].filter((part) => part !== undefined).join(', ');
    return [
      ...(i === 0 ? [] : ['; ']),
      entity ? entityLink(entity, text) : text,
      ` (${end.kind}${place === '' ? '' : `, ${place}`})`,
    ];
  });
}

function observedLinks(view: InventoryView, site: string): Block {
  const ports = view
    .inPartition('interface', site)
    .filter((port) => port.attributes.intent !== true && port.attributes.peer !== undefined);
  const shown = new Set<string>();
  const rows = ports.flatMap((port): (readonly Content[])[] => {
    const far = view.outbound(port, 'connected-to').filter((entity) => entity.id !== port.id);
    const end =
      far.find((entity) => entity.kind === 'interface' && entity.attributes.intent !== true) ?? far[0];
    const key = [port.id, end?.id ?? port.attributes.peer ?? ''].toSorted().join(' ');
    // Both ends of a link between two devices of this site state it.
    if (shown.has(key)) return [];
    shown.add(key);
    const { peer = '', peerSource, speedMbps, lag } = port.attributes;
    return [
      [
        entityLink(port, `${port.attributes.device} ${port.name}`),
        end
          ? entityLink(end, end.kind === 'interface' ? `${end.attributes.device} ${end.name}` : peer)
          : peer,
        speedMbps === undefined ? '' : megabits(speedMbps),
        lag ?? '',
        peerSource === 'mac-table' ? 'MAC table' : 'LLDP',
      ],
    ];
  });
  return table(['Port', 'Neighbour', { title: 'Speed', align: 'right' }, 'LAG', 'Seen by'], rows);
}
