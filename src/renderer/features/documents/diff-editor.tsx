import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react';
import { useText } from '../../i18n/catalogue.tsx';
import type { editor } from '../../ui/monaco.ts';
import classes from './compare-view.module.css';

interface Lines {
  readonly beforeLine?: number;
  readonly afterLine?: number;
}

export interface DiffHandle {
  /** Brings a section into sight, by the lines where it begins; as soon as the comparison is there. */
  reveal(lines: Lines): void;
}

/** Two texts compared by Monaco; as a plain unified text where it cannot be loaded. */
export function DiffEditor(props: {
  ref: Ref<DiffHandle>;
  before: string;
  after: string;
  sideBySide: boolean;
  label: string;
  plain: string;
}) {
  const { ref, before, after, sideBySide, label, plain } = props;
  const text = useText();
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef<editor.IStandaloneDiffEditor>(undefined);
  /** Asked for before the comparison was there. */
  const awaited = useRef<Lines>(undefined);
  const [failed, setFailed] = useState(false);
  const dark = useComputedColorScheme('dark') === 'dark';
  useEffect(() => {
    let wanted = true;
    let dispose: (() => void) | undefined;
    const open = async () => {
      try {
        const { monaco, readOnlyOptions, applyTheme } = await import('../../ui/monaco.ts');
        if (!wanted || !place.current) return;
        applyTheme(dark);
        const original = monaco.editor.createModel(before, 'markdown');
        const modified = monaco.editor.createModel(after, 'markdown');
        const made = monaco.editor.createDiffEditor(place.current, {
          ...readOnlyOptions,
          renderSideBySide: sideBySide,
          useInlineViewWhenSpaceIsLimited: false,
          originalEditable: false,
          wordWrap: 'on',
          diffWordWrap: 'on',
          ignoreTrimWhitespace: false,
          renderOverviewRuler: true,
          hideUnchangedRegions: { enabled: true, contextLineCount: 3, minimumLineCount: 6 },
          originalAriaLabel: label,
          modifiedAriaLabel: label,
        });
        made.setModel({ original, modified });
        for (const side of [made.getOriginalEditor(), made.getModifiedEditor()]) {
          side.updateOptions({ ariaLabel: label });
        }
        // Places are known once the texts have been compared.
        const compared = made.onDidUpdateDiff(() => {
          compared.dispose();
          shown.current = made;
          if (awaited.current) revealIn(made, awaited.current);
          awaited.current = undefined;
        });
        dispose = () => {
          shown.current = undefined;
          made.dispose();
          original.dispose();
          modified.dispose();
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
  }, [before, after, sideBySide, label, dark]);
  useImperativeHandle(ref, () => ({
    reveal(lines) {
      if (shown.current) revealIn(shown.current, lines);
      else awaited.current = lines;
    },
  }));
  if (failed) {
    return (
      <div className={classes['plain']} tabIndex={0}>
        <p className={classes['dim']}>{text.documents.source.failed}</p>
        <pre>{plain}</pre>
      </div>
    );
  }
  return <div ref={place} className={classes['editor']} role="region" aria-label={label} />;
}

function revealIn(both: editor.IStandaloneDiffEditor, { beforeLine, afterLine }: Lines): void {
  if (afterLine !== undefined) {
    both.getModifiedEditor().revealLineNearTop(afterLine);
    both.getModifiedEditor().setPosition({ lineNumber: afterLine, column: 1 });
  } else if (beforeLine !== undefined) both.getOriginalEditor().revealLineNearTop(beforeLine);
}
