import type { OutputOf } from '../../../../shared/contract/contract.ts';
import { cleanText } from '../../../../shared/clean-text.ts';
import { isEntityKind } from '../../../../shared/model/kinds/registry.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { FaultList } from '../../../ui/fault-list.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import classes from './profiles.module.css';

/** Whether the text can be used, where it cannot, and what it says in short. */
export function CheckView(props: {
  check: OutputOf<'profiles.check'> | undefined;
  onGoTo: (line: number) => void;
}) {
  const { check, onGoTo } = props;
  const { profiles: words, kinds, inventory } = useText();
  const { list } = useFormat();
  if (!check) return <SkeletonRows rows={3} />;
  const { ok, faults, warnings, summary } = check;
  return (
    <>
      <Section title={words.views.check}>
        <p className={classes['hint']} role="status">
          {ok ? (
            <StatusMark status="ok" label={words.fine} />
          ) : (
            <StatusMark status="critical" label={words.faults(faults.length)} wrap />
          )}
        </p>
        <FaultList faults={faults} status="critical" onGoTo={onGoTo} />
        {warnings.length > 0 && (
          <>
            <p className={classes['hint']}>{words.warnings(warnings.length)}</p>
            <FaultList faults={warnings} status="warning" onGoTo={onGoTo} />
          </>
        )}
      </Section>
      {summary && (
        <Section title={words.summary}>
          <KeyValue
            facts={[
              { key: 'id', label: words.facts.id, value: summary.id, mono: true },
              { key: 'version', label: words.facts.version, value: cleanText(summary.version) },
              { key: 'domain', label: words.facts.domain, value: inventory.domains[summary.domain] },
              {
                key: 'kinds',
                label: words.facts.kinds,
                value: list(
                  summary.kinds.map((kind) => (isEntityKind(kind) ? kinds.name(kind, 2) : cleanText(kind))),
                ),
              },
              {
                key: 'reads',
                label: words.readTools,
                value: summary.reads.map(cleanText).join(', '),
                mono: true,
              },
              {
                key: 'actions',
                label: words.actionsTitle,
                value:
                  summary.actions.length === 0
                    ? words.nobody
                    : summary.actions.map(({ title, writes }) => `${title}: ${writes.join(', ')}`).join('; '),
              },
            ]}
          />
        </Section>
      )}
    </>
  );
}
