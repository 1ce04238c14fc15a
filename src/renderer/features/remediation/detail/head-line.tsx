import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import { openStates } from '../../../../shared/model/remediation.ts';
import { useNow } from '../../../app/now.ts';
import { LookingAt } from '../../../app/presence/looking-at.tsx';
import { useText } from '../../../i18n/catalogue.tsx';
import { useMomentText, Moment } from '../../../ui/moment.tsx';
import { Tooltip } from '@mantine/core';
import { RiskMark, ScoreMark, StateMark } from '../marks.tsx';
import classes from './detail.module.css';
import { GlassBadge } from './glass-badge.tsx';

/** How it stands, on one line: state, risk, score, who wants it, until when. */
export function HeadLine({ record }: { record: ShownRemediation }) {
  const { remediation: words } = useText();
  const { state, decision, score, proposedBy, createdAt, expiresAt } = record;
  const moment = useMomentText();
  const now = useNow();
  const expiry = moment(expiresAt);
  return (
    <span className={classes['headLine']}>
      <StateMark state={state} />
      <GlassBadge claim={record.claim} />
      <RiskMark risk={decision.risk.level} />
      <ScoreMark score={score.value} />
      <span>
        {proposedBy.by === 'operator'
          ? words.proposedBy.operator(proposedBy.operator ?? '')
          : words.proposedBy[proposedBy.by]}{' '}
        <Moment at={createdAt} />
      </span>
      {openStates.has(state) && (
        <Tooltip label={expiry.absolute}>
          <time dateTime={expiresAt}>
            {Date.parse(expiresAt) > now ? words.expires(expiry.relative) : words.expiredAt(expiry.relative)}
          </time>
        </Tooltip>
      )}
      <LookingAt subject={record.id} />
    </span>
  );
}
