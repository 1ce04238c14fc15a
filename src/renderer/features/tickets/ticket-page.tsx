import { Button } from '@mantine/core';
import { ArrowLeft } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { cleanText } from '../../../shared/clean-text.ts';
import { entityIdSchema } from '../../../shared/model/ids.ts';
import { links } from '../../app/links.ts';
import { LookingAt } from '../../app/presence/looking-at.tsx';
import { useShortcut } from '../../app/shortcuts.ts';
import { useLinkState } from '../../app/use-link-state.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { CopyLinkButton } from '../../ui/copy-link-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { ScreenHeader } from '../../ui/screen-header.tsx';
import { SplitView } from '../../ui/split-view.tsx';
import { EntityPanel } from '../inventory/entity-panel.tsx';
import classes from './detail.module.css';
import { TicketActions } from './ticket-actions.tsx';
import { TicketBody } from './ticket-body.tsx';
import { PriorityMark, SlaMark, TicketStateMark } from './ticket-marks.tsx';
import { useTicket } from './use-ticket.ts';

/** A ticket as a page with an address of its own; what it is about opens beside it. */
export function TicketPage({ id }: { id: string }) {
  const { tickets } = useText();
  const [, navigate] = useLocation();
  const [{ show }, change] = useLinkState(['show']);
  const { data, error, refetch } = useTicket(id);
  const back = () => navigate(links.tickets);
  const entity = entityIdSchema.safeParse(show).data;
  useShortcut('screen', 'backspace', tickets.keys.back, back);
  const isMissing = error?.code === 'ticket-not-found';
  return (
    <div className={classes['page']}>
      <div className={classes['crumb']}>
        <IconButton icon={ArrowLeft} label={tickets.keys.back} keys="backspace" onClick={back} />
        <code>{id}</code>
        {data && (
          <span className={classes['headLine']}>
            <PriorityMark priority={data.ticket.priority} />
            <TicketStateMark state={data.ticket.state} />
            <SlaMark sla={data.sla} />
            <span className={classes['dim']}>
              {data.ticket.assignee === undefined ? tickets.nobody : cleanText(data.ticket.assignee)}
            </span>
            <LookingAt subject={id} />
          </span>
        )}
      </div>
      <ScreenHeader title={data ? cleanText(data.ticket.title) : isMissing ? tickets.page.notFound : id}>
        {data && <TicketActions detail={data} scope="screen" />}
        <CopyLinkButton />
      </ScreenHeader>
      <SplitView
        name="ticket-entity"
        panel={entity && <EntityPanel key={entity} id={entity} onClose={() => change({ show: undefined })} />}
      >
        <div className={classes['scroll']}>
          {isMissing ? (
            <EmptyState title={error.message} {...(error.hint !== undefined && { reason: error.hint })}>
              <Button renderRoot={(rest: object) => <Link href={links.tickets} {...rest} />}>
                {tickets.keys.back}
              </Button>
            </EmptyState>
          ) : error && !data ? (
            <ErrorState error={error} onRetry={() => void refetch()} />
          ) : data ? (
            <TicketBody detail={data} wide onShowEntity={(shown) => change({ show: shown })} />
          ) : (
            <div className={classes['waiting']}>
              <SkeletonRows rows={18} />
            </div>
          )}
        </div>
      </SplitView>
    </div>
  );
}
