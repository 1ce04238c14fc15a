import { z } from 'zod';
import type { Entity, EntityOf } from '../../../../shared/model/entity.ts';
import type { LiveReader } from '../../action-adapter.ts';
import { askAll, fitting, unreadable } from './answer.ts';
import type { Call } from './facts.ts';

const page = z.object({
  records: z.array(z.unknown()),
  _links: z.object({ next: z.object({ cursor: z.string() }).optional() }),
});

/** All records of one list of a storage cluster. */
export function askRecords<Item extends z.ZodType>(
  reader: LiveReader,
  tool: string,
  args: Readonly<Record<string, unknown>>,
  item: Item,
  key: (item: z.output<Item>) => string,
): Promise<z.output<Item>[]> {
  return askAll(reader, {
    tool,
    arguments: { ...args, max_records: 1_000 },
    argument: 'cursor',
    page: (data) => {
      const { records, _links } = fitting(reader, tool, page, data);
      return { items: records, next: _links.next?.cursor };
    },
    item,
    key,
  });
}

const rawVolume = z.object({
  uuid: z.string(),
  name: z.string(),
  type: z.enum(['rw', 'dp']),
  state: z.string(),
  size: z.number().int().nonnegative(),
  space: z.object({ used: z.number().nonnegative(), available: z.number().nonnegative() }),
  aggregates: z.array(z.object({ name: z.string() })),
});
export type LabVolume = z.output<typeof rawVolume>;

export function volumeOf(target: Entity): { readonly volume: EntityOf<'volume'>; readonly array: string } {
  // The catalogue lets no other kind come here, and the collector no volume without its array.
  if (target.kind !== 'volume' || target.attributes.array === undefined)
    throw new TypeError(`expected a volume of an array, ${target.id} is a ${target.kind}`);
  return { volume: target, array: target.attributes.array };
}

/** The volume as its array shows it; undefined when the array says that there is none of its name, or another one. */
export async function readVolume(reader: LiveReader, target: Entity): Promise<LabVolume | undefined> {
  const { volume, array } = volumeOf(target);
  const tool = 'storage_list_volumes';
  const found = await askRecords(
    reader,
    tool,
    { cluster: array, volume: volume.name },
    rawVolume,
    ({ uuid }) => uuid,
  );
  if (found.some(({ name }) => name !== volume.name))
    throw unreadable(reader, tool, `it names other volumes than ${volume.name}`);
  return found.find(({ uuid }) => uuid === volume.nativeId);
}

export function volumeCall(
  target: Entity,
  tool: string,
  does: string,
  more: Readonly<Record<string, unknown>>,
): Call {
  const { volume, array } = volumeOf(target);
  return { tool, arguments: { cluster: array, volume: volume.name, ...more }, does };
}
