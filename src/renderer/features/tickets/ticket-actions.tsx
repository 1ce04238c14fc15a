import { Button, Menu } from '@mantine/core';
import { ChevronDown, Eye, EyeOff } from 'lucide-react';
import type { TicketDetail } from '../../../shared/contract/tickets.ts';
import { usePortStatus } from '../../app/client-context.tsx';
import { useShortcut } from '../../app/shortcuts.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { goToComment } from './comment-box.tsx';
import classes from './detail.module.css';
import { openAssign, openMove, openPriority } from './ticket-dialogs-state.ts';
import { useDiagnose } from './use-diagnose.ts';
import { useOperator, useTicketActs } from './use-ticket-acts.ts';

/** What can be done with a ticket, each with its key; what ends it asks how it ended. */
export function TicketActions({ detail, scope }: { detail: TicketDetail; scope: 'panel' | 'screen' }) {
  const { tickets } = useText();
  const { page: words, keys } = tickets;
  const { ticket, watching, next } = detail;
  const acts = useTicketActs();
  const operator = useOperator();
  const { start } = useDiagnose(ticket.id);
  const away = usePortStatus().is !== 'open';
  const isMine = operator !== undefined && ticket.assignee === operator;
  const assign = (who: string | null) => void acts.change({ id: ticket.id, assignee: who });
  const assignMe = () => {
    if (operator !== undefined && !isMine) assign(operator);
  };
  const watch = () => void acts.watch(ticket.id, !watching);
  useShortcut(scope, 'a', keys.assign, assignMe);
  useShortcut(scope, 'c', keys.comment, goToComment);
  useShortcut(scope, 'm', keys.move, () => openMove(ticket));
  useShortcut(scope, 'p', keys.priority, () => openPriority(ticket));
  useShortcut(scope, 'w', keys.watch, watch);
  useShortcut(scope, 'd', keys.diagnose, () => start());
  // What comes next in its life is at hand; everything else is one click further.
  const [first, ...others] = orderOf(next);
  return (
    <div className={classes['actions']}>
      {first && (
        <Button.Group>
          <Button variant="filled" disabled={away} onClick={() => openMove(ticket, first)}>
            {words.move[first]}
          </Button>
          {others.length > 0 && (
            <Menu position="bottom-start">
              <Menu.Target>
                <Button variant="filled" disabled={away} px={6} aria-label={keys.move}>
                  <ChevronDown size={14} aria-hidden />
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {others.map((state) => (
                  <Menu.Item key={state} onClick={() => openMove(ticket, state)}>
                    {words.move[state]}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
        </Button.Group>
      )}
      <Button.Group>
        {!isMine && (
          <Button disabled={away || operator === undefined} onClick={assignMe}>
            {words.assignMe}
          </Button>
        )}
        <Menu position="bottom-start">
          <Menu.Target>
            {isMine ? (
              <Button disabled={away} rightSection={<ChevronDown size={14} aria-hidden />}>
                {words.assign}
              </Button>
            ) : (
              <Button disabled={away} px={6} aria-label={words.assignOther}>
                <ChevronDown size={14} aria-hidden />
              </Button>
            )}
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => openAssign(ticket)}>{words.assignOther}</Menu.Item>
            {ticket.assignee !== undefined && (
              <Menu.Item onClick={() => assign(null)}>{words.assignNobody}</Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
      <Button
        disabled={away}
        aria-pressed={watching}
        leftSection={watching ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
        onClick={watch}
      >
        {watching ? words.unwatch : words.watch}
      </Button>
    </div>
  );
}

const order = ['in-progress', 'resolved', 'reopened', 'closed', 'triaged'] as const;

/** Likeliest first: work begins, then it is resolved; to note that it was triaged is rarely what is wanted. */
function orderOf(next: TicketDetail['next']): TicketDetail['next'] {
  return order.filter((state) => next.includes(state));
}
