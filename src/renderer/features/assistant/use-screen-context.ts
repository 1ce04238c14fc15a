import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { create } from 'zustand';
import { cleanText } from '../../../shared/clean-text.ts';
import type { ScreenContext } from '../../../shared/model/citation.ts';
import { splitEntityId } from '../../../shared/model/ids.ts';
import { useSelectedEntities } from '../../app/selected-entities.ts';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useSectionInAddress } from '../documents/document-address.ts';
import { contextAt, withSelected } from './screen-context.ts';

interface Told {
  /** The operator took it away: nothing of the screen goes with a question until it is put back. */
  readonly off: boolean;
  /** What was looked at before the assistant became a page of its own. */
  readonly before: ScreenContext | undefined;
}

export const useTold = create<Told>()(() => ({ off: false, before: undefined }));

export interface Looking {
  readonly context: ScreenContext;
  /** It is not on the screen now: the assistant is a page of its own. */
  readonly before: boolean;
  /** Its parts by name, as the operator reads them. */
  readonly words: readonly string[];
}

/** What the assistant can be told about the screen; absent when there is nothing. */
export function useLooking(): Looking | undefined {
  const [path] = useLocation();
  const search = useSearch();
  const section = useSectionInAddress();
  const { before } = useTold();
  const selected = useSelectedEntities();
  const here = useMemo(() => {
    const address = contextAt({ path, search, section });
    return address && withSelected(address, selected.ids);
  }, [path, search, section, selected.ids]);
  const context = here ?? before;
  const words = useWordsOf(context, here === undefined ? 0 : selected.total);
  return useMemo(
    () => (context === undefined ? undefined : { context, before: here === undefined, words }),
    [context, here, words],
  );
}

/** @param chosen rows of the list, which may be more than go with a question */
function useWordsOf(context: ScreenContext | undefined, chosen: number): readonly string[] {
  const text = useText();
  const [first, ...others] = context?.entities ?? [];
  const at = context?.at;
  const document = context?.document;
  const moment = at === undefined ? {} : { at };
  const entity = useCall(
    'inventory.entity',
    { id: first ?? 'none:none:none', related: 0, ...moment },
    { enabled: first !== undefined },
  );
  const tree = useCall('documents.tree', moment, { enabled: document !== undefined });
  const shown = tree.data?.documents.find(({ id }) => id === document);
  const section = shown?.sections.find(({ key }) => key === context?.section);
  const name =
    first === undefined
      ? undefined
      : entity.data === undefined
        ? splitEntityId(first).nativeId
        : `${text.kinds.name(entity.data.entity.kind)} ${entity.data.entity.name}`;
  const { context: words } = text.assistant;
  const screen = context && text.shell.screens[context.screen];
  const filter = context?.filter;
  const more = others.length;
  const title = document === undefined ? undefined : (shown?.title ?? document);
  const heading = section?.title;
  return useMemo(() => {
    const parts = [
      name === undefined ? undefined : cleanText(name),
      more > 0 ? words.more(more) : undefined,
      chosen > more + 1 ? words.ofSelected(chosen) : undefined,
      title === undefined ? undefined : words.document(cleanText(title)),
      heading === undefined ? undefined : words.section(cleanText(heading)),
      filter === undefined ? undefined : words.filtered(cleanText(filter)),
    ].filter((part) => part !== undefined);
    if (parts.length > 0 || screen === undefined) return parts;
    return [words.screen(screen)];
  }, [name, more, chosen, title, heading, filter, screen, words]);
}
