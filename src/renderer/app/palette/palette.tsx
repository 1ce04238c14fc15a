import { Modal } from '@mantine/core';
import { BookOpen, Search, TextQuote } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useLocation } from 'wouter';
import { useText } from '../../i18n/catalogue.tsx';
import { Keys } from '../../ui/kbd.tsx';
import { KindIcon } from '../../ui/kind-icon.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useAsOf } from '../as-of.ts';
import { withMoment } from '../carry-as-of.ts';
import { useOverlays } from '../overlays.ts';
import { useCall } from '../use-call.ts';
import { useAllCommands } from './commands.ts';
import { FoundPassage, showFoundPassage } from './found-passage.tsx';
import { Highlighted } from './highlighted.tsx';
import { MarkedRanges } from '../../ui/marked-ranges.tsx';
import classes from './palette.module.css';
import { paletteGroups, type PaletteGroup, type PaletteItem } from './palette-items.ts';
import { remember, useRecents } from './recents.ts';
import { useBuiltInCommands } from './use-built-in-commands.ts';

const limit = 8;
const passageLimit = 4;
const ticketLimit = 5;
/** Fewer letters are the beginning of a name rather than a question. */
const shortestQuestion = 3;

/** Search and run: one box for everything there is, and everything that can be done. */
export function Palette() {
  const { shell } = useText();
  const opened = useOverlays((state) => state.palette);
  useBuiltInCommands();
  return (
    <>
      <Modal.Root
        opened={opened}
        onClose={() => useOverlays.setState({ palette: false })}
        size={640}
        yOffset="12vh"
        centered={false}
      >
        <Modal.Overlay />
        <Modal.Content aria-label={shell.palette.label}>
          {/* It begins anew each time that it opens. */}
          {opened && <PaletteBody />}
        </Modal.Content>
      </Modal.Root>
      <FoundPassage />
    </>
  );
}

function PaletteBody() {
  const text = useText();
  const { palette } = text.shell;
  const listId = useId();
  const [, navigate] = useLocation();
  const [at] = useAsOf();
  const [typed, setTyped] = useState('');
  const [activeId, setActiveId] = useState<string>();
  /** Enter was pressed before the answer to what was typed was there. */
  const [pressedFor, setPressedFor] = useState<string>();
  const list = useRef<HTMLDivElement>(null);
  const commands = useAllCommands();
  const recents = useRecents();
  const asked = typed.trim();
  const asks = asked.length >= shortestQuestion;
  const search = useCall(
    'search.find',
    { text: asked, limit, ...(at !== undefined && { at }) },
    { keepPrevious: true, staleTime: 5_000 },
  );
  const texts = useCall(
    'knowledge.find',
    { question: asked, limit: passageLimit },
    // What was imported or removed a moment ago counts, also between two looks.
    { enabled: asks, keepPrevious: true, staleTime: 0 },
  );
  const tickets = useCall(
    'tickets.list',
    { text: asked, limit: ticketLimit, sort: 'updated' },
    { enabled: asked.length >= shortestQuestion, keepPrevious: true, staleTime: 5_000 },
  );
  // Nothing has all of the words: what some of them name comes with the passages.
  const awaitsNames = asks && search.data?.entities.length === 0 && texts.isPlaceholderData;
  const isBehind = asked !== '' && (search.isPlaceholderData || awaitsNames);
  const groups = paletteGroups({
    typed,
    text,
    commands,
    recents,
    found: asked === '' ? undefined : search.data,
    tickets: asked.length < shortestQuestion ? [] : (tickets.data?.tickets ?? []),
    named: asks && !texts.isPlaceholderData ? (texts.data?.entities ?? []) : [],
    passages: asks ? (texts.data?.passages ?? []) : [],
    showPassage: showFoundPassage,
  });
  const items = groups.flatMap((group) =>
    group.items.map((item) => ({ key: `${group.key} ${item.id}`, item })),
  );
  const active = items.find(({ key }) => key === activeId) ?? items[0];

  const choose = (item: PaletteItem, inNewTab: boolean) => {
    useOverlays.setState({ palette: false });
    // What was found in a file has no address to come back to.
    if (item.id !== 'more' && (item.snippet === undefined || item.href !== undefined)) {
      remember({
        id: item.id,
        label: item.label,
        ...(item.href !== undefined && { href: item.href }),
        ...(item.kind && { kind: item.kind }),
      });
    }
    if (item.run) item.run();
    else if (item.href !== undefined) {
      if (inNewTab) window.open(withMoment(item.href, location.search), '_blank', 'noopener');
      else navigate(item.href);
    }
  };

  useEffect(() => {
    if (pressedFor === undefined || isBehind || search.isLoading) return;
    setPressedFor(undefined);
    if (pressedFor === asked && items[0]) choose(items[0].item, false);
  });

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active?.key]);

  const move = (by: number) => {
    const index = items.findIndex(({ key }) => key === active?.key);
    const next = items[Math.min(Math.max(index + by, 0), items.length - 1)];
    if (next) setActiveId(next.key);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: 8,
      PageUp: -8,
    };
    const by = steps[event.key];
    if (by !== undefined) {
      event.preventDefault();
      move(by);
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      const inNewTab = event.ctrlKey || event.metaKey;
      // What stands there now may belong to fewer letters.
      if (isBehind && activeId === undefined) setPressedFor(asked);
      else if (active) choose(active.item, inNewTab);
    }
  };

  return (
    <div className={classes['palette']}>
      <div className={classes['field']}>
        <Search size={16} aria-hidden className={classes['icon']} />
        <input
          data-autofocus
          className={classes['input']}
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={active ? optionId(listId, active.key) : undefined}
          aria-label={palette.label}
          placeholder={palette.placeholder}
          value={typed}
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          maxLength={300}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setActiveId(undefined);
            setPressedFor(undefined);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {search.isError && asked !== '' && (
        <p className={classes['note']}>
          <StatusMark status="warning" label={palette.failed} wrap />
        </p>
      )}
      <div ref={list} id={listId} role="listbox" aria-label={palette.label} className={classes['list']}>
        {groups.map((group) => (
          <Group
            key={group.key}
            group={group}
            listId={listId}
            typed={asked}
            activeKey={active?.key}
            onHover={setActiveId}
            onChoose={choose}
          />
        ))}
      </div>
      {items.length === 0 && !search.isFetching && (
        <div className={classes['nothing']}>
          <p>{palette.nothing(asked)}</p>
          <p className={classes['hint']}>{palette.nothingHint}</p>
        </div>
      )}
      <p className={classes['count']} role="status" aria-live="polite">
        {isBehind ? '' : palette.results(items.length)}
      </p>
      <footer className={classes['foot']} aria-hidden>
        <span>
          <Keys keys="arrowup arrowdown" /> {palette.help.move}
        </span>
        <span>
          <Keys keys="enter" /> {palette.help.open}
        </span>
        <span>
          <Keys keys="mod+enter" /> {palette.help.newTab}
        </span>
        <span>
          <Keys keys="escape" /> {palette.help.close}
        </span>
      </footer>
    </div>
  );
}

function Group(props: {
  group: PaletteGroup;
  listId: string;
  typed: string;
  activeKey: string | undefined;
  onHover: (key: string) => void;
  onChoose: (item: PaletteItem, inNewTab: boolean) => void;
}) {
  const { group, listId, typed, activeKey, onHover, onChoose } = props;
  const titleId = useId();
  return (
    <div role="group" {...(group.title === '' ? {} : { 'aria-labelledby': titleId })}>
      {group.title !== '' && (
        <div id={titleId} className={classes['title']}>
          {group.title}
        </div>
      )}
      {group.items.map((item) => {
        const key = `${group.key} ${item.id}`;
        return (
          <div
            key={key}
            id={optionId(listId, key)}
            role="option"
            aria-selected={key === activeKey}
            className={classes['item']}
            onPointerMove={() => key !== activeKey && onHover(key)}
            onPointerDown={(event) => event.preventDefault()}
            onClick={(event) => onChoose(item, event.ctrlKey || event.metaKey)}
          >
            <ItemContent item={item} group={group.key} typed={typed} />
          </div>
        );
      })}
    </div>
  );
}

function ItemContent({
  item,
  group,
  typed,
}: {
  item: PaletteItem;
  group: PaletteGroup['key'];
  typed: string;
}) {
  const { palette } = useText().shell;
  const Icon = item.icon ?? (group === 'documents' ? BookOpen : group === 'passages' ? TextQuote : Search);
  const { entity } = item;
  return (
    <>
      {item.kind ? <KindIcon kind={item.kind} /> : <Icon size={14} aria-hidden className={classes['icon']} />}
      <span
        className={classes['label']}
        data-mono={item.mono || undefined}
        data-gone={entity?.disappearedAt !== undefined || undefined}
      >
        {item.mono === true ? <Highlighted text={item.label} words={typed} /> : item.label}
      </span>
      <span className={classes['detail']} dir={item.snippet ? 'auto' : undefined}>
        {item.detail}
        {item.snippet && <MarkedRanges {...item.snippet} className={classes['mark']} />}
        {entity?.match && (
          <span className={classes['match']}>
            {' '}
            <Highlighted text={entity.match.text} words={typed} />
          </span>
        )}
      </span>
      {entity?.disappearedAt !== undefined ? (
        <span className={classes['state']}>{palette.gone}</span>
      ) : (
        entity?.state !== undefined && <span className={classes['state']}>{entity.state}</span>
      )}
      {entity?.severity !== undefined && entity.kind !== 'finding' && (
        <span className={classes['state']}>
          <StatusMark status={entity.severity} />
        </span>
      )}
      {item.keys !== undefined && (
        <span className={classes['keys']}>
          <Keys keys={item.keys} />
        </span>
      )}
    </>
  );
}

function optionId(listId: string, key: string): string {
  return `${listId}-${key.replaceAll(/[^a-zA-Z0-9-]/g, (sign) => `_${sign.charCodeAt(0).toString(16)}`)}`;
}
