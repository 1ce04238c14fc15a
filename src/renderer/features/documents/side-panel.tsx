import { CloseButton, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useLocation } from 'wouter';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import { cleanText } from '../../../shared/clean-text.ts';
import { links } from '../../app/links.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { DocumentTree } from './document-tree.tsx';
import { FoundList, type FoundRow } from './found-list.tsx';
import { matchingDocuments } from './tree-rows.ts';
import classes from './side-panel.module.css';

type Tree = OutputOf<'documents.tree'>;

/** Pages whose title matches that are shown above what is found in the text. */
const mostPages = 8;
const mostPlaces = 50;

/** The pages as a tree; while something is typed, the pages and places that say it. */
export function SidePanel(props: {
  tree: Tree;
  shown: string | undefined;
  query: string;
  onQuery: (query: string) => void;
  onChosen?: () => void;
  focused?: boolean;
}) {
  const { tree, shown, query, onQuery, onChosen } = props;
  const text = useText();
  const [, navigate] = useLocation();
  const input = useRef<HTMLInputElement>(null);
  const [active, setActive] = useState(0);
  const wanted = useDeferredValue(query.trim());
  const asked = useSettled(wanted);
  const past = tree.at !== undefined;
  const found = useCall(
    'documents.find',
    { text: asked, limit: mostPlaces },
    // What is searched is what stands now.
    { enabled: asked !== '' && !past, keepPrevious: true },
  );
  useShortcut('screen', 'mod+shift+f', text.documents.find.shortcut, () => input.current?.select());
  useEffect(() => {
    if (props.focused === true) input.current?.focus();
  }, [props.focused]);
  useEffect(() => setActive(0), [wanted]);

  const rows = useMemo((): readonly FoundRow[] => {
    if (wanted === '') return [];
    const pages = matchingDocuments(tree.documents, wanted).slice(0, mostPages);
    return [
      ...pages.map((document): FoundRow => ({ is: 'page', document })),
      ...(found.data?.results ?? [])
        .filter((place) => place.section !== undefined)
        .map((place): FoundRow => ({ is: 'place', place })),
    ];
  }, [wanted, tree.documents, found.data]);
  const open = (row: FoundRow | undefined) => {
    if (!row) return;
    navigate(addressOf(row, query));
    onChosen?.();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    switch (event.key) {
      case 'ArrowDown':
        setActive((at) => Math.min(at + 1, rows.length - 1));
        break;
      case 'ArrowUp':
        setActive((at) => Math.max(at - 1, 0));
        break;
      case 'Enter':
        open(rows[active]);
        break;
      case 'Escape':
        if (query === '') return;
        onQuery('');
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={classes['panel']}>
      <div className={classes['find']}>
        <TextInput
          ref={input}
          role="combobox"
          aria-expanded={wanted !== ''}
          aria-controls="found-places"
          aria-activedescendant={wanted !== '' && rows.length > 0 ? `found-${active}` : undefined}
          aria-label={text.documents.find.label}
          placeholder={text.documents.find.placeholder}
          leftSection={<Search size={14} aria-hidden />}
          classNames={{ input: classes['input'] ?? '' }}
          value={query}
          onChange={(event) => onQuery(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          rightSection={
            query !== '' && (
              <CloseButton
                size="xs"
                aria-label={text.documents.table.clear}
                onClick={() => {
                  onQuery('');
                  input.current?.focus();
                }}
              />
            )
          }
        />
      </div>
      {wanted === '' ? (
        <DocumentTree documents={tree.documents} shown={shown} {...(onChosen && { onChosen })} />
      ) : (
        <FoundList
          text={wanted}
          rows={rows}
          active={active}
          found={found.data}
          busy={!past && (found.isFetching || asked !== wanted)}
          shown={shown}
          onOpen={open}
        />
      )}
      {tree.unwritten.length > 0 && wanted === '' && (
        <p
          className={classes['unwritten']}
          title={tree.unwritten.map(({ title }) => cleanText(title)).join('\n')}
        >
          {text.documents.notWritten(tree.unwritten.length)}
        </p>
      )}
    </div>
  );
}

/** Where a row leads: the section, and in it the row of the table, with what was looked for still there. */
export function addressOf(row: FoundRow, query: string): string {
  const find = `find=${encodeURIComponent(query)}`;
  if (row.is === 'page') return `${links.document(row.document.id)}?${find}`;
  const { document, section, entity } = row.place;
  const at = entity === undefined ? '' : `&row=${encodeURIComponent(entity)}`;
  const hash = section === undefined || section.key === '' ? '' : `#${encodeURIComponent(section.key)}`;
  return `${links.document(document.id)}?${find}${at}${hash}`;
}

/** What was typed, a moment after it was typed last. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), value === '' ? 0 : 90);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
