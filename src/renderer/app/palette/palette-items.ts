import { Ticket, type LucideIcon } from 'lucide-react';
import { cleanText } from '../../../shared/clean-text.ts';
import type { SearchedEntity } from '../../../shared/contract/search.ts';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import type { Catalogue } from '../../i18n/catalogue.tsx';
import { links } from '../links.ts';
import type { PaletteCommand } from './commands.ts';
import { matchCommands } from './match-commands.ts';
import { passageItems } from './passage-items.ts';
import type { Recent } from './recents.ts';

export interface PaletteItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly kind?: EntityKind;
  readonly keys?: string;
  readonly href?: string;
  readonly run?: () => void;
  /** Set for what was found in the inventory. */
  readonly entity?: SearchedEntity;
  /** What stands behind the name in grey. */
  readonly detail?: string;
  readonly mono?: boolean;
  /** What was found in a text, with the words of the question in it. */
  readonly snippet?: { readonly text: string; readonly ranges: readonly (readonly [number, number])[] };
}

export interface PaletteGroup {
  readonly key:
    'recents' | 'go-to' | 'run' | 'entities' | 'tickets' | 'documents' | 'passages' | 'settings' | 'more';
  readonly title: string;
  readonly items: readonly PaletteItem[];
}

/** Enough to choose from while typing; more letters show more of the right ones. */
const mostOfGroup = 4;

export function paletteGroups(options: {
  readonly typed: string;
  readonly text: Catalogue;
  readonly commands: readonly PaletteCommand[];
  readonly recents: readonly Recent[];
  readonly found: OutputOf<'search.find'> | undefined;
  readonly tickets: OutputOf<'tickets.list'>['tickets'];
  /** What a question names among other words. */
  readonly named: OutputOf<'knowledge.find'>['entities'];
  readonly passages: OutputOf<'knowledge.find'>['passages'];
  readonly showPassage: (passage: OutputOf<'knowledge.find'>['passages'][number]) => void;
}): readonly PaletteGroup[] {
  const { typed, text, commands, recents, found, named, tickets, passages, showPassage } = options;
  const { palette } = text.shell;
  const asked = typed.trim();
  const matched = matchCommands(commands, asked);
  const of = (group: PaletteCommand['group']) => {
    const items = matched.filter((command) => command.group === group).map(commandItem);
    return asked === '' ? items : items.slice(0, mostOfGroup);
  };
  const groups: PaletteGroup[] =
    asked === ''
      ? [
          { key: 'recents', title: palette.recents, items: recentItems(recents, commands) },
          { key: 'go-to', title: palette.goTo, items: of('go-to') },
          { key: 'run', title: palette.run, items: of('run') },
          { key: 'settings', title: palette.settings, items: of('settings') },
        ]
      : [
          { key: 'go-to', title: palette.goTo, items: of('go-to') },
          { key: 'run', title: palette.run, items: of('run') },
          {
            key: 'entities',
            title: palette.entities,
            items: [
              ...(found?.entities.map((one) => entityItem(one, text)) ?? []),
              ...named
                .filter(({ id }) => !found?.entities.some((one) => one.id === id))
                .slice(0, mostOfGroup)
                .map((one) => namedItem(one, text)),
            ],
          },
          {
            key: 'tickets',
            title: text.shell.screens.tickets,
            items: tickets.map((one) => ticketItem(one, text)),
          },
          { key: 'documents', title: palette.documents, items: found?.documents.map(documentItem) ?? [] },
          {
            key: 'passages',
            title: text.knowledge.inTexts,
            items: passageItems(passages, text.knowledge.note, showPassage),
          },
          { key: 'settings', title: palette.settings, items: of('settings') },
          {
            key: 'more',
            title: '',
            items:
              // The inventory's own filter allows for no errors.
              found !== undefined && !found.corrected && found.total > found.entities.length
                ? [
                    {
                      id: 'more',
                      label: palette.allInInventory(asked),
                      href: links.inventoryFilter(asked),
                    },
                  ]
                : [],
          },
        ];
  return groups.filter(({ items }) => items.length > 0);
}

function commandItem(command: PaletteCommand): PaletteItem {
  const { id, label, icon, keys, href, run } = command;
  return {
    id,
    label,
    ...(icon && { icon }),
    ...(keys !== undefined && { keys }),
    ...(href !== undefined && { href }),
    ...(run && { run }),
  };
}

/** A command of a screen that is not open cannot be run: it is left out until it can. */
function recentItems(recents: readonly Recent[], commands: readonly PaletteCommand[]): PaletteItem[] {
  return recents.flatMap(({ id, label, href, kind }): PaletteItem[] => {
    const command = commands.find((one) => one.id === id);
    if (command) return [commandItem(command)];
    if (href === undefined) return [];
    return [{ id, label, href, ...(kind && { kind, mono: true }) }];
  });
}

function entityItem(entity: SearchedEntity, text: Catalogue): PaletteItem {
  const where = [text.kinds.name(entity.kind), entity.partition, entity.source];
  return {
    id: entity.id,
    label: cleanText(entity.name),
    kind: entity.kind,
    href: links.entity(entity.id),
    entity,
    mono: true,
    detail: cleanText(where.filter((part) => part !== undefined && part !== '').join(' · ')),
  };
}

function ticketItem(
  { id, title, state, priority }: OutputOf<'tickets.list'>['tickets'][number],
  { tickets }: Catalogue,
): PaletteItem {
  return {
    id,
    label: cleanText(title),
    icon: Ticket,
    href: links.ticket(id),
    detail: [id, tickets.priorities[priority], tickets.states[state]].join(' · '),
  };
}

function namedItem(
  { id, kind, name }: OutputOf<'knowledge.find'>['entities'][number],
  text: Catalogue,
): PaletteItem {
  return {
    id,
    label: cleanText(name),
    kind,
    href: links.entity(id),
    mono: true,
    detail: text.kinds.name(kind),
  };
}

function documentItem({ id, title, section }: OutputOf<'search.find'>['documents'][number]): PaletteItem {
  return {
    id: section ? `${id}#${section.key}` : id,
    label: cleanText(section?.title ?? title),
    href: links.document(id, section?.key),
    ...(section && { detail: title }),
  };
}
