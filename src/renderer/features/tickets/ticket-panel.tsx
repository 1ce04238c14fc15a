import { cleanText } from '../../../shared/clean-text.ts';
import { links } from '../../app/links.ts';
import { LookingAt } from '../../app/presence/looking-at.tsx';
import { useText } from '../../i18n/catalogue.tsx';
import { CopyLinkButton } from '../../ui/copy-link-button.tsx';
import { DetailPanel } from '../../ui/detail-panel.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import classes from './detail.module.css';
import { TicketActions } from './ticket-actions.tsx';
import { TicketBody } from './ticket-body.tsx';
import { PriorityMark, SlaMark, TicketStateMark } from './ticket-marks.tsx';
import { useTicket } from './use-ticket.ts';

/** One ticket beside the list that it stands in. */
export function TicketPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { tickets } = useText();
  const { data, error, refetch } = useTicket(id);
  return (
    <DetailPanel
      label={tickets.page.panel(id)}
      title={
        <span dir="auto" title={data && cleanText(data.ticket.title)}>
          {data ? cleanText(data.ticket.title) : id}
        </span>
      }
      detail={
        data && (
          <span className={classes['headLine']}>
            <code>{id}</code>
            <PriorityMark priority={data.ticket.priority} />
            <TicketStateMark state={data.ticket.state} />
            <SlaMark sla={data.sla} />
            <LookingAt subject={id} />
          </span>
        )
      }
      href={links.ticket(id)}
      actions={<CopyLinkButton href={links.ticket(id)} />}
      onClose={onClose}
    >
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <>
          <div className={classes['actionBar']}>
            <TicketActions detail={data} scope="panel" />
          </div>
          <TicketBody detail={data} />
        </>
      ) : (
        <div className={classes['waiting']}>
          <SkeletonRows rows={14} />
        </div>
      )}
    </DetailPanel>
  );
}
