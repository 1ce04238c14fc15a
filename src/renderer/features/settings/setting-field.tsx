import { NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { usePermission } from '../../app/use-permission.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { SettingRow } from './setting-row.tsx';
import { boundsOf } from './setting-value.ts';
import { useChangeSetting } from './use-change-setting.ts';

export type SettingControl =
  | { readonly type: 'number'; readonly unit?: string }
  | { readonly type: 'choice'; readonly options: readonly { value: string; label: string }[] }
  | { readonly type: 'text'; readonly placeholder?: string; readonly mono?: boolean }
  /** Anything else, as JSON. */
  | { readonly type: 'json' }
  | { readonly type: 'switch' };

/** One setting: written when it is left or chosen, in force at once; what is wrong is said beside it. */
export function SettingField(props: {
  path: string;
  label: string;
  description?: ReactNode;
  control: SettingControl;
  value: unknown;
  /** undefined: without one, the setting is not set. */
  fallback: unknown;
  schema?: Readonly<Record<string, unknown>>;
  disabled?: boolean;
}) {
  const { path, label, description, control, value, fallback, schema = {} } = props;
  const disabled = !usePermission('settings.set').granted || props.disabled === true;
  const text = useText();
  const change = useChangeSetting();
  const stored = textOf(value, control);
  const [draft, setDraft] = useState(stored);
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  // Return writes, and the field that is then switched off loses the focus: that is the same change.
  const writing = useRef(false);
  // What came from elsewhere (undo, the file) is shown, unless somebody types.
  useEffect(() => {
    setDraft(stored);
    setProblem(undefined);
  }, [stored]);

  const write = async (next: unknown) => {
    if (writing.current) return;
    writing.current = true;
    setBusy(true);
    try {
      await change(path, next, label);
      setProblem(undefined);
    } catch (error) {
      setProblem(reasonOf(error));
    } finally {
      writing.current = false;
      setBusy(false);
    }
  };
  const leave = (typed = draft) => {
    if (typed === stored) {
      setProblem(undefined);
      return;
    }
    const parsed = parse(typed, control);
    if (parsed.ok) void write(parsed.value);
    else setProblem(control.type === 'json' ? text.settings.notJson : text.settings.notANumber);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') leave();
    if (event.key === 'Escape' && draft !== stored) {
      // Only what was typed is taken back; the panel stays.
      event.stopPropagation();
      setDraft(stored);
      setProblem(undefined);
    }
  };
  const differs = textOf(fallback, control) !== stored;
  const { min, max } = boundsOf(schema);
  const range = min !== undefined && max !== undefined ? text.settings.range(min, max) : undefined;

  return (
    <SettingRow
      label={label}
      description={
        <>
          {description}
          {control.type === 'number' && range !== undefined && ` ${range}`}
        </>
      }
      problem={problem}
      {...(differs && {
        fallback: fallbackText(fallback, control, text.settings),
        onReset: () => void write(undefined),
      })}
    >
      {({ labelId, describedBy }) => {
        const aria = { 'aria-labelledby': labelId, 'aria-describedby': describedBy };
        switch (control.type) {
          case 'number':
            return (
              <NumberInput
                {...aria}
                value={draft}
                disabled={disabled || busy}
                hideControls
                allowNegative={min === undefined || min < 0}
                thousandSeparator=" "
                error={problem !== undefined}
                {...(control.unit !== undefined && {
                  rightSection: <span style={{ whiteSpace: 'nowrap' }}>{control.unit}</span>,
                  rightSectionWidth: control.unit.length * 8 + 16,
                })}
                onChange={(next) => setDraft(String(next))}
                onBlur={() => leave()}
                onKeyDown={onKeyDown}
              />
            );
          case 'text':
          case 'json':
            return (
              <TextInput
                {...aria}
                value={draft}
                disabled={disabled || busy}
                error={problem !== undefined}
                spellCheck={false}
                autoComplete="off"
                {...(control.type === 'text' &&
                  control.placeholder !== undefined && { placeholder: control.placeholder })}
                {...((control.type === 'json' || control.mono === true) && {
                  styles: { input: { fontFamily: 'var(--font-mono)', fontSize: 'var(--font-size-small)' } },
                })}
                onChange={(event) => setDraft(event.currentTarget.value)}
                onBlur={() => leave()}
                onKeyDown={onKeyDown}
              />
            );
          case 'choice':
            return (
              <Select
                {...aria}
                data={[...control.options]}
                value={draft}
                disabled={disabled || busy}
                allowDeselect={false}
                error={problem !== undefined}
                onChange={(next) => {
                  if (next !== null && next !== stored) void write(next);
                }}
              />
            );
          case 'switch':
            return (
              <Switch
                {...aria}
                checked={value === true}
                disabled={disabled || busy}
                style={{ width: 'auto' }}
                onChange={(event) => void write(event.currentTarget.checked)}
              />
            );
        }
      }}
    </SettingRow>
  );
}

function textOf(value: unknown, control: SettingControl): string {
  if (value === undefined || value === null) return '';
  if (control.type === 'json') return JSON.stringify(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parse(
  typed: string,
  control: SettingControl,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  const trimmed = typed.trim();
  // An emptied field is back at its default.
  if (trimmed === '') return { ok: true, value: undefined };
  switch (control.type) {
    case 'number': {
      const value = Number(trimmed.replaceAll(/\s/g, ''));
      return Number.isFinite(value) ? { ok: true, value } : { ok: false };
    }
    case 'json':
      try {
        return { ok: true, value: JSON.parse(trimmed) as unknown };
      } catch {
        return { ok: false };
      }
    case 'text':
    case 'choice':
    case 'switch':
      return { ok: true, value: trimmed };
  }
}

/** The schema's own words, without the file and the path: `…/config.yaml: ✖ Too big: …\n  → at findings.VS11`. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /✖\s*([^\n]+)/.exec(message)?.[1] ?? message;
}

function fallbackText(
  fallback: unknown,
  control: SettingControl,
  settings: { readonly on: string; readonly off: string; readonly notSet: string },
): string {
  if (fallback === undefined || fallback === null) return settings.notSet;
  if (control.type === 'switch') return fallback === true ? settings.on : settings.off;
  if (control.type === 'choice') {
    return control.options.find(({ value }) => value === fallback)?.label ?? textOf(fallback, control);
  }
  const unit = control.type === 'number' && control.unit !== undefined ? ` ${control.unit}` : '';
  return `${textOf(fallback, control)}${unit}`;
}
