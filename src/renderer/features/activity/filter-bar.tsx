import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useShortcut } from '../../app/shortcuts.ts';
import { useText } from '../../i18n/catalogue.tsx';
import classes from './activity.module.css';

const periods = { hour: 3_600, shift: 28_800, day: 86_400, week: 604_800, month: 2_592_000 } as const;
type Period = keyof typeof periods;

/** The moment since when, for a period that stands in the address. */
export function sinceOf(period: string | undefined, now: number): string | undefined {
  const seconds =
    period !== undefined && Object.hasOwn(periods, period) ? periods[period as Period] : undefined;
  // To the minute, so that the same question is not asked anew at every tick.
  return seconds === undefined
    ? undefined
    : new Date(Math.floor((now - seconds * 1_000) / 60_000) * 60_000).toISOString();
}

/** Text, period and whatever else a log can be narrowed by; all of it stands in the address. */
export function FilterBar(props: {
  text: string | undefined;
  period: string | undefined;
  onChange: (change: { text?: string | undefined; period?: string | undefined }) => void;
  /** Something is narrowed: one click takes all of it away. */
  narrowed: boolean;
  onClear: () => void;
  /** What can be done with what is left, at the right. */
  actions?: ReactNode;
  children?: ReactNode;
}) {
  const { text = '', period, onChange, narrowed, onClear, actions, children } = props;
  const { activity: words } = useText();
  const [typed, setTyped] = useState(text);
  const [input, setInput] = useState<HTMLInputElement | null>(null);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => onChange({ text: typed }), 200);
    return () => clearTimeout(timer);
  });
  useShortcut('screen', '/', words.filter, () => input?.focus());
  return (
    <div className={classes['filters']} role="search">
      <TextInput
        ref={setInput}
        aria-label={words.filter}
        placeholder={words.filter}
        leftSection={<Search size={14} aria-hidden />}
        value={typed}
        className={classes['text'] ?? ''}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {children}
      <Select
        aria-label={words.period}
        placeholder={words.anyTime}
        clearable
        w={150}
        value={period ?? null}
        data={Object.keys(periods).map((value) => ({ value, label: words.periods[value as Period] }))}
        onChange={(value) => onChange({ period: value ?? undefined })}
      />
      {narrowed && <Button onClick={onClear}>{words.clear}</Button>}
      {actions !== undefined && <div className={classes['pushed']}>{actions}</div>}
    </div>
  );
}

/** A choice of one. */
export function OneOf(props: {
  label: string;
  value: string | undefined;
  options: readonly { readonly value: string; readonly label: string }[];
  onChange: (value: string | undefined) => void;
}) {
  return (
    <Select
      aria-label={props.label}
      placeholder={props.label}
      clearable
      searchable
      w={170}
      value={props.value ?? null}
      data={[...props.options]}
      onChange={(value) => props.onChange(value ?? undefined)}
    />
  );
}

/** A choice of several, which stand in the address joined by commas. */
export function SomeOf<Value extends string>(props: {
  label: string;
  values: readonly Value[];
  options: readonly { readonly value: Value; readonly label: string }[];
  onChange: (values: readonly Value[]) => void;
}) {
  const { label, values, options, onChange } = props;
  return (
    <MultiSelect
      aria-label={label}
      placeholder={values.length === 0 ? label : ''}
      miw={150}
      maw={320}
      value={[...values]}
      data={[...options]}
      onChange={(next) => onChange(options.flatMap(({ value }) => (next.includes(value) ? [value] : [])))}
    />
  );
}

/** What of a list of names stands in a text joined by commas. */
export function namesIn<Value extends string>(text: string | undefined, known: readonly Value[]): Value[] {
  const wanted = new Set((text ?? '').split(','));
  return known.filter((value) => wanted.has(value));
}
