import { X } from 'lucide-react';
import {
  memo,
  useEffect,
  useEffectEvent,
  useId,
  useImperativeHandle,
  useRef,
  useState,
  type KeyboardEvent,
  type Ref,
} from 'react';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import { filterTokens } from '../../../shared/model/filter-cursor.ts';
import type { Instant } from '../../../shared/model/ids.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import { useClient } from '../../app/client-context.tsx';
import { useText } from '../../i18n/catalogue.tsx';
import { useFormat } from '../../i18n/format.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { applySuggestion, type Suggestions } from './filter-suggestions.ts';
import classes from './filter-bar.module.css';

export interface FilterBarHandle {
  readonly focus: () => void;
  /** Puts the cursor behind a field that is to be narrowed. */
  readonly begin: (token: string) => void;
}

/** Letters typed within this time ask for suggestions once: rows come first. */
const pauseMs = 90;

/** What narrows the list, as text: coloured as it is read, with suggestions from the data, faults in place. */
export const FilterBar = memo(function FilterBar(props: {
  value: string;
  kinds: readonly EntityKind[];
  at: Instant | undefined;
  problems: readonly { readonly token: string; readonly reason: string }[];
  handle: Ref<FilterBarHandle>;
  /** @param cursor where it is being written; absent: it is meant as it stands */
  onChange: (value: string, cursor?: number) => void;
  /** Down from the box: into the list. */
  onLeave: () => void;
}) {
  const { value, kinds, at, problems, handle, onChange, onLeave } = props;
  const text = useText();
  const { number } = useFormat();
  const client = useClient();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const colours = useRef<HTMLDivElement>(null);
  const [suggestions, setSuggestions] = useState<Suggestions>();
  const [chosen, setChosen] = useState(-1);
  const [isOpen, setOpen] = useState(false);
  const timer = useRef<number | undefined>(undefined);
  const asked = useRef<AbortController | undefined>(undefined);

  const ask = useEffectEvent(async () => {
    const element = input.current;
    if (!element || document.activeElement !== element) return;
    asked.current?.abort();
    const abort = new AbortController();
    asked.current = abort;
    try {
      const answer: OutputOf<'inventory.suggest'> = await client.call(
        'inventory.suggest',
        {
          text: element.value,
          cursor: element.selectionStart ?? element.value.length,
          kinds: [...kinds],
          ...(at !== undefined && { at }),
        },
        { signal: abort.signal },
      );
      if (abort.signal.aborted) return;
      setSuggestions(answer);
      setChosen(-1);
    } catch {
      // Without suggestions the box still works.
      setSuggestions(undefined);
    }
  });
  const later = () => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void ask(), pauseMs);
  };
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      asked.current?.abort();
    },
    [],
  );

  useImperativeHandle(handle, () => ({
    focus: () => {
      input.current?.focus();
      input.current?.select();
    },
    begin: (token) => {
      const next = [value.trim(), token].filter(Boolean).join(' ');
      onChange(next, next.length);
      setOpen(true);
      requestAnimationFrame(() => {
        input.current?.focus();
        input.current?.setSelectionRange(next.length, next.length);
        later();
      });
    },
  }));

  const items = isOpen ? (suggestions?.items ?? []) : [];
  const accept = (place: number) => {
    const item = items[place];
    if (!item || !suggestions) return;
    const next = applySuggestion(value, suggestions, item);
    onChange(next.text, item.is === 'field' ? next.cursor : undefined);
    setChosen(-1);
    setSuggestions(undefined);
    requestAnimationFrame(() => {
      input.current?.setSelectionRange(next.cursor, next.cursor);
      syncColours();
    });
    // A field asks for its value next.
    if (item.is === 'field') later();
    else setOpen(false);
  };
  const syncColours = () => {
    if (colours.current && input.current) colours.current.scrollLeft = input.current.scrollLeft;
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    switch (event.key) {
      case 'ArrowDown':
        event.preventDefault();
        if (items.length > 0) setChosen((now) => Math.min(now + 1, items.length - 1));
        else onLeave();
        return;
      case 'ArrowUp':
        if (items.length === 0) return;
        event.preventDefault();
        setChosen((now) => Math.max(now - 1, -1));
        return;
      case 'Tab':
        if (items.length === 0 || event.shiftKey || (chosen === -1 && value.trim() === '')) return;
        event.preventDefault();
        accept(Math.max(0, chosen));
        return;
      case 'Enter':
        event.preventDefault();
        if (chosen >= 0) accept(chosen);
        else {
          setOpen(false);
          onLeave();
        }
        return;
      case 'Escape':
        event.preventDefault();
        event.stopPropagation();
        if (items.length > 0) setOpen(false);
        else onLeave();
        return;
      default:
    }
  };

  const wrong = new Map(problems.map(({ token, reason }) => [token, reason]));
  return (
    <div className={classes['bar']}>
      <div className={classes['box']} data-wrong={problems.length > 0 || undefined}>
        <div className={classes['field']}>
          <div ref={colours} className={classes['colours']} aria-hidden>
            <Coloured text={value} wrong={wrong} />
          </div>
          <input
            ref={input}
            className={classes['input']}
            role="combobox"
            aria-label={text.inventory.filter}
            aria-expanded={items.length > 0}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            {...(chosen >= 0 && { 'aria-activedescendant': `${id}-${chosen}` })}
            {...(problems.length > 0 && { 'aria-invalid': true, 'aria-describedby': `${id}-problems` })}
            placeholder={text.inventory.filterPlaceholder}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            value={value}
            onChange={(event) => {
              setOpen(true);
              onChange(event.currentTarget.value, event.currentTarget.selectionStart ?? undefined);
              later();
            }}
            onFocus={() => {
              setOpen(true);
              later();
            }}
            onBlur={() => {
              setOpen(false);
              onChange(value);
            }}
            onScroll={syncColours}
            onSelect={syncColours}
            onKeyDown={onKeyDown}
          />
        </div>
        {value === '' ? (
          <Kbd>/</Kbd>
        ) : (
          <IconButton
            icon={X}
            size={22}
            label={text.inventory.clearFilter}
            onClick={() => {
              onChange('');
              input.current?.focus();
            }}
          />
        )}
      </div>
      {problems.length > 0 && (
        <div id={`${id}-problems`} className={classes['problems']} role="status">
          {problems.map(({ token, reason }) => (
            <span key={token}>
              <span aria-hidden>▲ </span>
              <code>{token}</code> {reason}
            </span>
          ))}
        </div>
      )}
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label={text.inventory.suggestions}
        className={classes['list']}
        hidden={items.length === 0}
      >
        {items.map((item, place) => (
          <li
            key={`${item.is} ${item.insert}`}
            id={`${id}-${place}`}
            role="option"
            aria-selected={place === chosen}
            className={classes['item']}
            onPointerDown={(event) => {
              // The box keeps the focus.
              event.preventDefault();
              accept(place);
            }}
          >
            <code data-is={item.is}>{item.label}</code>
            {item.detail !== undefined && <span className={classes['detail']}>{item.detail}</span>}
            {item.count !== undefined && <span className={classes['count']}>{number(item.count)}</span>}
          </li>
        ))}
        <li role="presentation" className={classes['keys']}>
          {text.inventory.suggestionKeys}
        </li>
      </ul>
    </div>
  );
});

function Coloured({ text, wrong }: { text: string; wrong: ReadonlyMap<string, string> }) {
  const parts = [];
  let end = 0;
  for (const token of filterTokens(text)) {
    if (token.from > end) parts.push(<span key={`b${end}`}>{text.slice(end, token.from)}</span>);
    end = token.to;
    const bad = wrong.has(token.text) || undefined;
    parts.push(
      token.path === undefined ? (
        <span key={token.from} className={classes['word']} data-wrong={bad}>
          {token.text}
        </span>
      ) : (
        <span key={token.from} className={classes['token']} data-wrong={bad}>
          <span className={classes['path']}>{token.path}</span>
          <span className={classes['operator']}>{token.operator}</span>
          <span className={classes['value']}>{token.value}</span>
        </span>
      ),
    );
  }
  if (end < text.length) parts.push(<span key="rest">{text.slice(end)}</span>);
  return parts;
}
