import { useRef } from 'react';
import type { OutputOf } from '../../../../shared/contract/contract.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import { Section } from '../../../ui/section.tsx';
import { DiffEditor, type DiffHandle } from '../../documents/diff-editor.tsx';
import { ChangeTable } from './change-table.tsx';
import classes from './policy.module.css';

/** What is written here against what is in force: by member, and as text. */
export function ChangesView(props: {
  edited: boolean;
  right: boolean;
  diff: OutputOf<'policy.diff'> | undefined;
  before: string;
  after: string;
}) {
  const { edited, right, diff, before, after } = props;
  const { policy } = useText();
  const words = policy.diff;
  const handle = useRef<DiffHandle>(null);
  if (!edited) return <EmptyState title={words.none} />;
  if (!right && !diff) return <EmptyState title={words.wrong} />;
  if (!diff) return <SkeletonRows rows={8} />;
  return (
    <>
      <Section title={policy.views.changes}>
        <ChangeTable changes={diff.changes} />
      </Section>
      <Section title={words.text}>
        <div className={classes['diff']}>
          <DiffEditor
            ref={handle}
            before={before}
            after={after}
            sideBySide={false}
            label={words.region}
            plain={diff.unified}
          />
        </div>
      </Section>
    </>
  );
}
