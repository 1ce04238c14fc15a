import { mostLookedAt, type ScreenContext } from '../../../shared/model/citation.ts';
import { entityIdSchema, instantSchema, type EntityId } from '../../../shared/model/ids.ts';
import { links } from '../../app/links.ts';
import { documentIdOf } from '../documents/document-address.ts';

const screens = [
  'inventory',
  'topology',
  'documents',
  'tickets',
  'remediation',
  'activity',
  'settings',
] as const;

/** Where one is, as the address says it. */
export interface Place {
  readonly path: string;
  readonly search: string;
  /** The section of a document that the address names. */
  readonly section: string | undefined;
}

/**
 * What the operator looks at, told by the address: every view has one. Absent: nothing that there is anything to say
 * about.
 */
export function contextAt({ path, search, section }: Place): ScreenContext | undefined {
  const screen =
    path === links.overview
      ? 'overview'
      : screens.find((one) => path === `/${one}` || path.startsWith(`/${one}/`));
  if (screen === undefined) return undefined;
  const state = new URLSearchParams(search);
  const at = moment(state.get('at'));
  const document = screen === 'documents' ? documentIdOf(path) : undefined;
  const filter = screen === 'inventory' ? state.get('filter')?.slice(0, longestFilter) : undefined;
  return {
    screen,
    entities: entitiesAt(screen, path, state),
    ...(document !== undefined && { document }),
    ...(document !== undefined && section !== undefined && { section }),
    ...(filter !== undefined && filter.trim() !== '' && { filter }),
    ...(at !== undefined && { at }),
  };
}

const longestFilter = 2_000;

/** The rows of the list that are chosen go with what is open beside it, as far as there is room. */
export function withSelected(context: ScreenContext, ids: readonly EntityId[]): ScreenContext {
  if (context.screen !== 'inventory' || ids.length === 0) return context;
  return { ...context, entities: [...new Set([...context.entities, ...ids])].slice(0, mostLookedAt) };
}

function entitiesAt(screen: ScreenContext['screen'], path: string, state: URLSearchParams): EntityId[] {
  const page = `${links.inventory}/entity/`;
  const named =
    screen === 'inventory'
      ? [path.startsWith(page) ? decoded(path.slice(page.length)) : state.get('entity')]
      : screen === 'topology'
        ? [state.get('selected'), state.get('failed'), state.get('focus')]
        : screen === 'documents'
          ? [state.get('row')]
          : [];
  const ids = named.flatMap((text) => {
    const id = entityIdSchema.safeParse(text);
    return id.success ? [id.data] : [];
  });
  return [...new Set(ids)];
}

function moment(text: string | null): ScreenContext['at'] | undefined {
  if (text === null || Number.isNaN(Date.parse(text))) return undefined;
  return instantSchema.safeParse(new Date(text).toISOString()).data;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
