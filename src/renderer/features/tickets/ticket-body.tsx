import type { TicketDetail } from '../../../shared/contract/tickets.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import classes from './detail.module.css';
import { DiagnosisView } from './diagnosis-view.tsx';
import { ProposalsView } from './proposals-view.tsx';
import { TicketFacts } from './ticket-facts.tsx';
import {
  SimilarTickets,
  TicketAttachments,
  TicketEntities,
  TicketGroupSection,
  TicketText,
} from './ticket-side.tsx';
import { Timeline } from './timeline.tsx';

/** Everything there is to know about a ticket; in two columns where there is room. */
export function TicketBody(props: {
  detail: TicketDetail;
  wide?: boolean;
  onShowEntity?: (id: EntityId) => void;
}) {
  const { detail, wide = false, onShowEntity } = props;
  const { ticket } = detail;
  const main = (
    <>
      <TicketText detail={detail} />
      <DiagnosisView ticket={ticket} />
      <ProposalsView ticket={ticket} />
    </>
  );
  const side = (
    <>
      <TicketFacts detail={detail} />
      <TicketEntities detail={detail} onShow={onShowEntity} />
      <TicketGroupSection detail={detail} />
      <SimilarTickets detail={detail} />
      <TicketAttachments detail={detail} />
    </>
  );
  if (!wide) {
    return (
      <>
        {main}
        {side}
        <Timeline ticket={ticket} />
      </>
    );
  }
  return (
    <div className={classes['columns']}>
      <div className={classes['main']}>
        {main}
        <Timeline ticket={ticket} />
      </div>
      <div className={classes['side']}>{side}</div>
    </div>
  );
}
