import { memo } from 'react';
import { cleanText } from '../../../../shared/clean-text.ts';
import type { RemediationSummary } from '../../../../shared/contract/remediation.ts';
import { activeStates } from '../../../../shared/model/remediation.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { RiskMark, ScoreMark, StateMark } from '../marks.tsx';
import classes from './queue.module.css';

/** One remediation on two lines: what on what, how grave; how it stands, what it is for, how long it waits. */
export const QueueRow = memo(function QueueRow(props: {
  item: RemediationSummary;
  chosen: boolean;
  id: string;
  position: number;
  total: number;
  top: number;
  onChoose: (id: string) => void;
}) {
  const { item, chosen, id, position, total, top, onChoose } = props;
  const { remediation: words } = useText();
  return (
    // The list has the keys: the rows of it are never focused themselves.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      aria-posinset={position}
      aria-setsize={total}
      className={classes['row']}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onChoose(item.id)}
    >
      <span className={classes['title']}>
        <span className={classes['action']}>{item.actionTitle}</span>
        <span className={classes['target']} title={item.targetName}>
          {cleanText(item.targetName)}
        </span>
      </span>
      <span className={classes['grave']}>
        <RiskMark risk={item.risk} />
      </span>
      <span className={classes['about']}>
        <StateMark state={item.state} />
        <Standing item={item} />
        {item.ticket && (
          <span className={classes['ticket']} title={item.ticket.title}>
            {item.ticket.priority.toUpperCase()} {cleanText(item.ticket.title)}
          </span>
        )}
        {!item.ticket && <span>{words.byHand}</span>}
      </span>
      <span className={classes['age']}>
        <ScoreMark score={item.score} />
        <Moment at={item.createdAt} />
      </span>
    </div>
  );
});

/** What there is to say beyond the state: how many have agreed, which step, which checks stop it. */
function Standing({ item }: { item: RemediationSummary }) {
  const { remediation: words } = useText();
  if (item.state === 'awaiting-approval' && item.approved.needed > 1) {
    return <span>{words.approvedBy(item.approved.have, item.approved.needed)}</span>;
  }
  if (activeStates.has(item.state) && item.steps.total > 0) {
    return <span>{words.stepsDone(item.steps.done, item.steps.total)}</span>;
  }
  const [check] = item.decision === 'refused' ? item.stoppedBy : [];
  if (check === undefined) return null;
  return <span>{words.decision.names[check as keyof typeof words.decision.names] ?? check}</span>;
}
