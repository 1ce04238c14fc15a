import { Button, Textarea } from '@mantine/core';
import { CornerDownLeft, Square } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { usePortStatus } from '../../app/client-context.tsx';
import { useAssistantCall } from '../../app/overlays.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { suggestionsFor, type Suggestion } from './command-list.ts';
import { ContextChip } from './context-chip.tsx';
import type { Looking } from './use-screen-context.ts';
import classes from './composer.module.css';

/** Longest question, in characters, as the application has it. */
const longest = 8_000;

let callsAnswered = 0;

/** The box in which a question is written: several lines, commands with suggestions, what of the screen goes with it. */
export function Composer(props: {
  value: string;
  onChange: (value: string) => void;
  looking: Looking | undefined;
  /** An answer comes in this conversation. */
  running: 'no' | 'yes' | 'stopping';
  /** A question is changed rather than a new one written. */
  editing: boolean;
  onSend: (text: string) => void;
  onStop: () => void;
  /** Whether there is a question to change. */
  onEditLast: () => void;
  onCancelEdit: () => void;
}) {
  const { value, onChange, looking, running, editing, onSend, onStop, onEditLast, onCancelEdit } = props;
  const { assistant } = useText();
  const { box } = assistant;
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const away = usePortStatus().is !== 'open';
  const [chosen, setChosen] = useState(0);
  const [dismissed, setDismissed] = useState('');
  const { calls } = useAssistantCall();
  useEffect(() => {
    if (calls === callsAnswered) return;
    callsAnswered = calls;
    const { current } = area;
    current?.focus();
    current?.setSelectionRange(current.value.length, current.value.length);
  }, [calls]);
  useEffect(() => {
    if (!editing) return;
    const { current } = area;
    current?.focus();
    current?.setSelectionRange(current.value.length, current.value.length);
  }, [editing]);

  const suggestions = dismissed === value ? [] : suggestionsFor(value);
  const marked = suggestions[Math.min(chosen, suggestions.length - 1)];
  const tooLong = value.length > longest;
  const ready = value.trim() !== '' && !tooLong && !away && running === 'no';
  const optionId = (suggestion: Suggestion) => `${id}-${suggestion.name}`;

  const take = (suggestion: Suggestion) => {
    area.current?.focus();
    setChosen(0);
    if (suggestion.takes === 'nothing') onSend(`/${suggestion.name}`);
    else onChange(`/${suggestion.name} `);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (marked !== undefined) {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (step !== 0) {
        event.preventDefault();
        const at = suggestions.indexOf(marked);
        setChosen((at + step + suggestions.length) % suggestions.length);
        return;
      }
      if ((event.key === 'Tab' && !event.shiftKey) || (event.key === 'Enter' && !event.shiftKey)) {
        event.preventDefault();
        take(marked);
        return;
      }
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        setDismissed(value);
        return;
      }
    }
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      if (ready) onSend(value);
    } else if (event.key === 'ArrowUp' && value === '' && !editing) {
      event.preventDefault();
      onEditLast();
    } else if (event.key === 'Escape' && (editing || running === 'yes')) {
      event.preventDefault();
      event.stopPropagation();
      if (editing) onCancelEdit();
      else onStop();
    }
  };

  return (
    <div className={classes['composer']}>
      {editing && (
        <div className={classes['editing']}>
          <StatusMark status="info" label={box.editing} wrap />
          <Button size="xs" onClick={onCancelEdit}>
            {box.cancelEdit}
          </Button>
        </div>
      )}
      <ContextChip looking={looking} />
      <div className={classes['field']}>
        {suggestions.length > 0 && (
          <ul
            id={`${id}-list`}
            role="listbox"
            // What scrolls can be reached.
            tabIndex={0}
            aria-label={box.commands}
            className={classes['suggestions']}
          >
            {suggestions.map((suggestion) => (
              // The keyboard chooses from the box: aria-activedescendant says which one.
              <li
                key={suggestion.name}
                id={optionId(suggestion)}
                role="option"
                aria-selected={suggestion === marked}
                className={classes['suggestion']}
                onPointerDown={(event) => {
                  event.preventDefault();
                  take(suggestion);
                }}
                onPointerMove={() => setChosen(suggestions.indexOf(suggestion))}
                ref={(element) => {
                  if (suggestion === marked) element?.scrollIntoView?.({ block: 'nearest' });
                }}
              >
                <span className={classes['command']}>
                  /{suggestion.name}
                  {suggestion.takes !== 'nothing' && (
                    <span className={classes['takes']}> {assistant.commands.takes[suggestion.takes]}</span>
                  )}
                </span>
                <span className={classes['says']}>{assistant.commands[suggestion.name]}</span>
              </li>
            ))}
          </ul>
        )}
        <Textarea
          ref={area}
          autosize
          minRows={2}
          maxRows={12}
          dir="auto"
          aria-label={box.label}
          aria-describedby={`${id}-hint`}
          aria-autocomplete="list"
          {...(marked !== undefined && {
            'aria-controls': `${id}-list`,
            'aria-activedescendant': optionId(marked),
          })}
          placeholder={box.placeholder}
          value={value}
          onChange={(event) => {
            setChosen(0);
            onChange(event.currentTarget.value);
          }}
          onKeyDown={onKeyDown}
          error={tooLong && box.tooLong(value.length, longest)}
        />
      </div>
      <div className={classes['foot']}>
        <span id={`${id}-hint`} className={classes['hint']}>
          {away ? (
            <StatusMark status="warning" label={box.away} wrap />
          ) : running === 'no' ? (
            box.keys
          ) : value.trim() === '' ? (
            box.keysStop
          ) : (
            box.busy
          )}
        </span>
        {running === 'no' ? (
          <Button
            variant="filled"
            disabled={!ready}
            rightSection={<CornerDownLeft size={14} aria-hidden />}
            onClick={() => onSend(value)}
          >
            {box.send}
          </Button>
        ) : (
          <Button
            disabled={running === 'stopping'}
            leftSection={<Square size={12} aria-hidden fill="currentColor" />}
            onClick={onStop}
          >
            {running === 'stopping' ? box.stopping : box.stop}
          </Button>
        )}
      </div>
    </div>
  );
}
