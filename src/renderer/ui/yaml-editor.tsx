import { Textarea, useComputedColorScheme } from '@mantine/core';
import { useEffect, useEffectEvent, useImperativeHandle, useRef, useState, type Ref } from 'react';
import { useText } from '../i18n/catalogue.tsx';
import type { TextFault } from './fault-list.tsx';
import type { editor, monaco as Monaco } from './monaco-yaml.ts';
import classes from './yaml-editor.module.css';

export interface YamlHandle {
  goTo(line: number): void;
}

/** A YAML text with marks where it is wrong; a plain box where the editor cannot be loaded. */
export function YamlEditor(props: {
  ref: Ref<YamlHandle>;
  label: string;
  value: string;
  onChange: (value: string) => void;
  faults: readonly TextFault[];
  warnings: readonly TextFault[];
  /** To be read, and not written in. */
  readOnly?: boolean;
}) {
  const { ref, label, value, onChange, faults, warnings, readOnly = false } = props;
  const text = useText();
  const place = useRef<HTMLDivElement>(null);
  const plain = useRef<HTMLTextAreaElement>(null);
  const [shown, setShown] = useState<{
    readonly editor: editor.IStandaloneCodeEditor;
    readonly monaco: typeof Monaco;
    readonly applyTheme: (dark: boolean) => void;
  }>();
  const [failed, setFailed] = useState(false);
  const dark = useComputedColorScheme('dark') === 'dark';
  const typed = useEffectEvent((text: string) => {
    if (text !== value) onChange(text);
  });
  const first = useEffectEvent(() => value);
  const isFixed = useEffectEvent(() => readOnly);

  useEffect(() => {
    let wanted = true;
    let dispose: (() => void) | undefined;
    const open = async () => {
      try {
        const { monaco, applyTheme, readOnlyOptions } = await import('./monaco-yaml.ts');
        if (!wanted || !place.current) return;
        const model = monaco.editor.createModel(first(), 'yaml');
        const made = monaco.editor.create(place.current, {
          ...readOnlyOptions,
          model,
          readOnly: isFixed(),
          domReadOnly: isFixed(),
          ariaLabel: label,
          tabSize: 2,
          insertSpaces: true,
          detectIndentation: false,
          renderLineHighlight: 'line',
          hover: { enabled: 'on' },
          fixedOverflowWidgets: true,
          wordWrap: 'on',
          quickSuggestions: false,
          // The number of an empty last line is as legible as the others.
          renderFinalNewline: 'on',
        });
        made.onDidChangeModelContent(() => typed(model.getValue()));
        setShown({ editor: made, monaco, applyTheme });
        dispose = () => {
          setShown(undefined);
          made.dispose();
          model.dispose();
        };
      } catch {
        if (wanted) setFailed(true);
      }
    };
    void open();
    return () => {
      wanted = false;
      dispose?.();
    };
  }, [label]);

  useEffect(() => shown?.applyTheme(dark), [shown, dark]);

  useEffect(() => shown?.editor.updateOptions({ readOnly, domReadOnly: readOnly }), [shown, readOnly]);

  // Another text is put in; what is typed comes back the same and moves nothing.
  useEffect(() => {
    const model = shown?.editor.getModel();
    if (model && model.getValue() !== value) model.setValue(value);
  }, [shown, value]);

  useEffect(() => {
    const model = shown?.editor.getModel();
    if (!shown || !model) return;
    const { monaco } = shown;
    const marks = (list: readonly TextFault[], severity: number) =>
      list.map(({ line = 1, column = 1, message }) => {
        const at = Math.min(line, model.getLineCount());
        return {
          startLineNumber: at,
          endLineNumber: at,
          startColumn: column,
          endColumn: Math.max(column + 1, model.getLineMaxColumn(at)),
          message,
          severity,
        };
      });
    monaco.editor.setModelMarkers(model, 'faults', [
      ...marks(faults, monaco.MarkerSeverity.Error),
      ...marks(warnings, monaco.MarkerSeverity.Warning),
    ]);
  }, [shown, faults, warnings]);

  useImperativeHandle(ref, () => ({
    goTo(line) {
      if (shown) {
        shown.editor.revealLineInCenter(line);
        shown.editor.setPosition({ lineNumber: line, column: 1 });
        shown.editor.focus();
        return;
      }
      const start = value
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length;
      plain.current?.focus();
      plain.current?.setSelectionRange(start, start);
    },
  }));

  if (failed) {
    return (
      <div className={classes['plain']}>
        <p className={classes['dim']}>{text.ui.editorFailed}</p>
        <Textarea
          ref={plain}
          aria-label={label}
          value={value}
          readOnly={readOnly}
          spellCheck={false}
          autosize
          minRows={30}
          classNames={{ input: classes['plainInput'] ?? '' }}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </div>
    );
  }
  return <div ref={place} className={classes['editor']} role="region" aria-label={label} />;
}
