import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { Section } from '../../../ui/section.tsx';
import classes from './detail.module.css';
import { LogView } from './log-view.tsx';

/** What was written of it at other workstations at the same time, and found its place in no journal. */
export function Meanwhile({ record: { meanwhile = [] } }: { record: Pick<ShownRemediation, 'meanwhile'> }) {
  const { live: words } = useText().remediation;
  if (meanwhile.length === 0) return null;
  return (
    <Section title={words.meanwhile}>
      <p className={classes['formText']}>{words.meanwhileText}</p>
      <LogView record={{ journal: meanwhile }} open />
    </Section>
  );
}
