import { useEffect, useRef, useState } from 'react';
import { useComputedColorScheme } from '@mantine/core';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadingScreen } from '../../ui/loading.tsx';
import { Moment } from '../../ui/moment.tsx';
import type { Which } from './use-shown-document.ts';
import classes from './source-view.module.css';

/** A page as the Markdown that it is exported as. */
export function SourceView(which: Which) {
  const text = useText();
  const answer = useCall('documents.source', which, { keepPrevious: true });
  const { data } = answer;
  if (!data) {
    return answer.isError ? (
      <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
    ) : (
      <LoadingScreen />
    );
  }
  return (
    <div className={classes['source']}>
      <div className={classes['bar']}>
        <strong className={classes['title']}>{data.title}</strong>
        <span className={classes['dim']}>
          {text.documents.version(data.version)} · <Moment at={data.versionAt} />
        </span>
        <span className={classes['tools']}>
          <CopyButton value={data.text} label={text.documents.source.copy} />
        </span>
      </div>
      <SourceEditor label={text.documents.source.label(data.title)} value={data.text} />
    </div>
  );
}

function SourceEditor({ label, value }: { label: string; value: string }) {
  const text = useText();
  const place = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);
  const dark = useComputedColorScheme('dark') === 'dark';
  useEffect(() => {
    let editor: { dispose(): void } | undefined;
    let wanted = true;
    const open = async () => {
      try {
        const { monaco, readOnlyOptions, applyTheme } = await import('../../ui/monaco.ts');
        if (!wanted || !place.current) return;
        applyTheme(dark);
        const model = monaco.editor.createModel(value, 'markdown');
        const made = monaco.editor.create(place.current, {
          ...readOnlyOptions,
          model,
          wordWrap: 'on',
          ariaLabel: label,
        });
        editor = {
          dispose: () => {
            made.dispose();
            model.dispose();
          },
        };
      } catch {
        if (wanted) setFailed(true);
      }
    };
    void open();
    return () => {
      wanted = false;
      editor?.dispose();
    };
  }, [value, label, dark]);
  if (failed) {
    return (
      <div className={classes['plain']} tabIndex={0}>
        <p className={classes['dim']}>{text.documents.source.failed}</p>
        <pre>{value}</pre>
      </div>
    );
  }
  return <div ref={place} className={classes['editor']} />;
}
