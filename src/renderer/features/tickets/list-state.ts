import type { InputOf } from '../../../shared/contract/contract.ts';
import { entityIdSchema, type EntityId } from '../../../shared/model/ids.ts';
import {
  ticketCategories,
  ticketPriorities,
  ticketStates,
  type TicketCategory,
  type TicketPriority,
  type TicketState,
} from '../../../shared/model/ticket.ts';
import { openTicketStates } from '../../../shared/model/ticket-transitions.ts';
import { useLinkState } from '../../app/use-link-state.ts';

export const ticketViews = ['causes', 'table', 'board'] as const;
export type TicketView = (typeof ticketViews)[number];

export const whiches = ['open', 'over', 'all'] as const;
export type Which = (typeof whiches)[number];

export type TicketFilter = Omit<InputOf<'tickets.groups'>, 'offset' | 'limit'>;
export type TicketSort = NonNullable<InputOf<'tickets.list'>['sort']>;
export const sorts = [
  'newest',
  'oldest',
  'priority',
  'due',
  'updated',
] as const satisfies readonly TicketSort[];

const names = [
  'view',
  'which',
  'state',
  'priority',
  'category',
  'assignee',
  'entity',
  'group',
  'text',
  'only',
  'sort',
  'ticket',
  'new',
] as const;
/** As it stands in the address: texts, absent where they are the default. */
export type ListAddress = Readonly<Partial<Record<(typeof names)[number], string>>>;
export type ChangeList = (
  change: Readonly<Partial<Record<(typeof names)[number], string | undefined>>>,
  options?: { push?: boolean },
) => void;

/** What of the screen stands in the address, so that a copied link shows the same. */
export function useListAddress(): [ListAddress, ChangeList] {
  return useLinkState(names);
}

const overStates: readonly TicketState[] = ticketStates.filter(
  (state) => !(openTicketStates as readonly TicketState[]).includes(state),
);

/** Whose tickets: mine, nobody's, or somebody's by name. */
export const mine = '@me';
export const nobody = '@nobody';

export interface ListState {
  readonly view: TicketView;
  readonly which: Which;
  readonly states: readonly TicketState[];
  readonly priorities: readonly TicketPriority[];
  readonly categories: readonly TicketCategory[];
  readonly watching: boolean;
  readonly overdue: boolean;
  readonly entity: EntityId | undefined;
  readonly sort: TicketSort;
  /** As the application is asked. */
  readonly filter: TicketFilter;
  /** Something but the state of the tickets narrows what is shown. */
  readonly narrowed: boolean;
}

/** @param operator whom the application takes this person for; absent while that is not known */
export function listStateOf(address: ListAddress, operator: string | undefined): ListState {
  const view = ticketViews.find((one) => one === address.view) ?? 'causes';
  const states = namesIn(address.state, ticketStates);
  // States that are named say themselves which.
  const which = states.length > 0 ? 'all' : (whiches.find((one) => one === address.which) ?? 'open');
  const priorities = namesIn(address.priority, ticketPriorities);
  const categories = namesIn(address.category, ticketCategories);
  const only = new Set((address.only ?? '').split(','));
  const watching = only.has('watching');
  const overdue = only.has('overdue');
  const { text, group, assignee } = address;
  const entity = entityIdSchema.safeParse(address.entity).data;
  const whose = assignee === nobody ? '' : assignee === mine ? operator : assignee;
  return {
    view,
    which,
    states,
    priorities,
    categories,
    watching,
    overdue,
    entity,
    sort: sorts.find((one) => one === address.sort) ?? 'newest',
    filter: {
      ...(which === 'open' && { open: true }),
      ...(which === 'over' && { states: [...overStates] }),
      ...(states.length > 0 && { states }),
      ...(priorities.length > 0 && { priorities }),
      ...(categories.length > 0 && { categories }),
      ...(whose !== undefined && { assignee: whose }),
      ...(entity !== undefined && { entity }),
      ...(group !== undefined && { group }),
      ...(text !== undefined && text.trim() !== '' && { text }),
      ...(watching && { watching }),
      ...(overdue && { overdue }),
    },
    narrowed:
      states.length > 0 ||
      priorities.length > 0 ||
      categories.length > 0 ||
      assignee !== undefined ||
      entity !== undefined ||
      group !== undefined ||
      (text ?? '').trim() !== '' ||
      watching ||
      overdue,
  };
}

/** Takes every filter away, and leaves how they are shown. */
export const noFilter = {
  which: undefined,
  state: undefined,
  priority: undefined,
  category: undefined,
  assignee: undefined,
  entity: undefined,
  group: undefined,
  text: undefined,
  only: undefined,
} satisfies Parameters<ChangeList>[0];

/** What of a list of names stands in a text joined by commas. */
function namesIn<Name extends string>(text: string | undefined, known: readonly Name[]): Name[] {
  const wanted = new Set((text ?? '').split(','));
  return known.filter((name) => wanted.has(name));
}
