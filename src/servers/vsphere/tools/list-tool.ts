import type { z } from 'zod';
import { defineTool, type ServerTool } from '../../shared/tool.ts';
import type { ManagedRef } from '../connection/managed-ref.ts';
import type { ManagedObject } from '../connection/properties.ts';
import type { Inventory } from '../inventory.ts';
import type { Vsphere } from '../vsphere.ts';
import { pageInput, pageOutput, sliceRefs } from './page.ts';

/** A list of one kind of object that the inventory's tree holds: its page is read with the properties it needs. */
export function listTool<T extends z.ZodType>(
  vsphere: Vsphere,
  options: {
    readonly name: string;
    readonly title: string;
    readonly description: string;
    readonly types: readonly string[];
    readonly item: T;
    read(refs: readonly ManagedRef[], inventory: Inventory, signal: AbortSignal): Promise<z.input<T>[]>;
  },
): ServerTool {
  const { name, title, description, types, item } = options;
  return defineTool({
    name,
    title,
    description: `${description} One page at a time; follow nextCursor until there is none.`,
    input: pageInput,
    output: pageOutput(item),
    access: 'read',
    async run(args, { signal }) {
      const inventory = await vsphere.inventory.current(signal);
      const refs = inventory.ofTypes(types).map(({ ref }) => ref);
      const { shown, ...page } = sliceRefs(refs, args);
      const items = await options.read(shown, inventory, signal);
      return { items, ...page };
    },
  });
}

/** Properties of refs that are of several classes: the collector is asked for each class by itself. */
export async function readByType(
  vsphere: Vsphere,
  refs: readonly ManagedRef[],
  paths: (type: string) => readonly string[],
  signal: AbortSignal,
): Promise<ManagedObject[]> {
  const types = [...new Set(refs.map(({ type }) => type))];
  const read = await Promise.all(
    types.map((type) =>
      vsphere.reader.read(
        type,
        refs.filter((ref) => ref.type === type),
        paths(type),
        signal,
      ),
    ),
  );
  const found = new Map(read.flat().map((object) => [object.ref.value, object]));
  return refs.flatMap(({ value }) => found.get(value) ?? []);
}
