import type { ManagedRef } from './managed-ref.ts';
import { element, reference, type Markup } from './markup.ts';
import type { VsphereSession } from './session.ts';
import { SoapFault } from './soap-fault.ts';
import { XmlElement } from './xml-element.ts';

/** Objects in one part of an answer; the rest is asked for with a token. */
const partSize = 200;

/** An object with the properties that were asked for, under their own paths: `object.at.text('summary.name')`. */
export interface ManagedObject {
  readonly ref: ManagedRef;
  readonly at: XmlElement;
  /** Properties that this account may not see, or that the server failed to read. */
  readonly withheld: readonly { readonly path: string; readonly fault: string }[];
}

export interface PropertyReader {
  /** What still exists of `refs`, all of `type`, in their order. */
  read(
    type: string,
    refs: readonly ManagedRef[],
    paths: readonly string[],
    signal?: AbortSignal,
  ): Promise<ManagedObject[]>;
  /** One object. @throws SoapFault ManagedObjectNotFound */
  readOne(ref: ManagedRef, paths: readonly string[], signal?: AbortSignal): Promise<ManagedObject>;
  /** Every object of the types below the root folder; a subclass answers to its base. */
  readAll(types: readonly string[], paths: readonly string[], signal?: AbortSignal): Promise<ManagedObject[]>;
  /** Every object of a type below `container`, by reference alone. */
  refs(type: string, container: ManagedRef | undefined, signal?: AbortSignal): Promise<ManagedRef[]>;
}

/** vSphere's PropertyCollector: only what is named is read, in parts. */
export function createPropertyReader(session: VsphereSession): PropertyReader {
  /** Paths that this server's version does not have, by type. */
  const absent = new Map<string, Set<string>>();

  async function retrieve(spec: FilterSpec, signal: AbortSignal | undefined): Promise<ManagedObject[]> {
    const collector = await session.service('propertyCollector');
    const objects: ManagedObject[] = [];
    let part = (
      await session.call(
        'RetrievePropertiesEx',
        collector,
        [filterSpec(spec), element('options', [element('maxObjects', partSize)])],
        signal,
      )
    ).one('returnval');
    for (;;) {
      for (const content of part?.all('objects') ?? []) objects.push(readContent(content));
      const token = part?.text('token');
      if (token === undefined) return objects;
      part = (
        await session.call('ContinueRetrievePropertiesEx', collector, [element('token', token)], signal)
      ).one('returnval');
    }
  }

  /** Leaves out what the server's version does not know, and asks again. */
  async function retrieveKnown(spec: FilterSpec, signal: AbortSignal | undefined): Promise<ManagedObject[]> {
    for (;;) {
      const paths = spec.paths.filter((path) => !spec.types.some((type) => absent.get(type)?.has(path)));
      try {
        return await retrieve({ ...spec, paths }, signal);
      } catch (error) {
        const unknown =
          error instanceof SoapFault && error.fault === 'InvalidProperty'
            ? error.detail?.text('name')
            : undefined;
        const named = paths.find(
          (path) => path === unknown || (unknown !== undefined && path.endsWith(`.${unknown}`)),
        );
        if (named === undefined) throw error;
        for (const type of spec.types) {
          const known = absent.get(type) ?? new Set();
          absent.set(type, known.add(named));
        }
      }
    }
  }

  async function withView<T>(
    types: readonly string[],
    container: ManagedRef | undefined,
    signal: AbortSignal | undefined,
    use: (view: ManagedRef) => Promise<T>,
  ): Promise<T> {
    const root = container ?? (await session.content()).ref('rootFolder');
    if (root === undefined) throw new RangeError('a service without a root folder');
    const created = await session.call(
      'CreateContainerView',
      await session.service('viewManager'),
      [
        reference('container', root),
        ...types.map((type) => element('type', type)),
        element('recursive', true),
      ],
      signal,
    );
    const view = created.ref('returnval');
    if (view === undefined) throw new RangeError('a view without a reference');
    try {
      return await use(view);
    } finally {
      // A view that is left behind lasts as long as the session.
      session.call('DestroyView', view).catch(() => undefined);
    }
  }

  async function read(
    type: string,
    refs: readonly ManagedRef[],
    paths: readonly string[],
    signal?: AbortSignal,
  ): Promise<ManagedObject[]> {
    let wanted = refs;
    while (wanted.length > 0) {
      try {
        return await retrieveKnown({ types: [type], paths, objects: wanted }, signal);
      } catch (error) {
        // One object that has gone meanwhile fails the whole request, and names itself.
        const gone =
          error instanceof SoapFault && error.fault === 'ManagedObjectNotFound'
            ? error.detail?.text('obj')
            : undefined;
        const left = wanted.filter((ref) => ref.value !== gone);
        if (left.length === wanted.length || refs.length === 1) throw error;
        wanted = left;
      }
    }
    return [];
  }

  return {
    read,
    async readOne(ref, paths, signal) {
      const [object] = await read(ref.type, [ref], paths, signal);
      if (object === undefined)
        throw new SoapFault('RetrievePropertiesEx', 'ManagedObjectNotFound', ref.value, undefined);
      return object;
    },
    readAll: (types, paths, signal) =>
      withView(types, undefined, signal, (view) =>
        retrieveKnown({ types, paths, objects: [view], through: 'view' }, signal),
      ),
    refs: (type, container, signal) =>
      withView([type], container, signal, async (view) => {
        const [object] = await retrieveKnown(
          { types: ['ContainerView'], paths: ['view'], objects: [view] },
          signal,
        );
        return object?.at.refs('view') ?? [];
      }),
  };
}

interface FilterSpec {
  readonly types: readonly string[];
  readonly paths: readonly string[];
  readonly objects: readonly ManagedRef[];
  /** The property of a view that leads to its objects. */
  readonly through?: 'view';
}

function filterSpec({ types, paths, objects, through }: FilterSpec): Markup {
  const traversal =
    through === undefined
      ? []
      : [
          element('skip', true),
          element(
            'selectSet',
            [element('type', 'ContainerView'), element('path', through), element('skip', false)],
            { type: 'TraversalSpec' },
          ),
        ];
  return element('specSet', [
    ...types.map((type) =>
      element('propSet', [element('type', type), ...paths.map((path) => element('pathSet', path))]),
    ),
    ...objects.map((ref) => element('objectSet', [reference('obj', ref), ...traversal])),
  ]);
}

function readContent(content: XmlElement): ManagedObject {
  const ref = content.ref('obj');
  if (ref === undefined) throw new RangeError('an object without a reference');
  const at = new XmlElement(ref.type);
  for (const property of content.all('propSet')) {
    const path = property.text('name');
    const value = property.one('val');
    if (path !== undefined && value !== undefined) place(at, path, value);
  }
  return {
    ref,
    at,
    withheld: content.all('missingSet').map((missing) => ({
      path: missing.text('path') ?? '',
      fault: missing.one('fault.fault')?.type ?? missing.one('fault.fault')?.name ?? 'unknown',
    })),
  };
}

/** Puts a value where its path says, and an array's items side by side, as they stand within a data object. */
function place(root: XmlElement, path: string, value: XmlElement): void {
  const names = path.split('.');
  const last = names.pop() ?? path;
  let parent = root;
  for (const name of names) {
    const known = parent.children.find((child) => child.name === name);
    const next = known ?? new XmlElement(name);
    if (known === undefined) parent.children.push(next);
    parent = next;
  }
  const items = value.type?.startsWith('ArrayOf') === true ? value.children : [value];
  for (const item of items) parent.children.push(named(last, item));
}

function named(name: string, source: XmlElement): XmlElement {
  const copy = new XmlElement(name, source.type, source.refType);
  copy.content = source.content;
  for (const child of source.children) copy.children.push(child);
  return copy;
}
