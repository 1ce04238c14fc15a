import { useEffect } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { links } from '../../app/links.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { NewTicket } from './new-ticket.tsx';
import { openNewTicket } from './new-ticket-state.ts';
import { TicketDialogs } from './ticket-dialogs.tsx';
import { TicketListScreen } from './ticket-list-screen.tsx';
import { TicketPage } from './ticket-page.tsx';

/** Problems from people and systems: the list of them, or one as a page. */
export function TicketsScreen() {
  const { tickets } = useText();
  const [path] = useLocation();
  const id = path.startsWith(`${links.tickets}/`)
    ? decodeURIComponent(path.slice(links.tickets.length + 1))
    : undefined;
  useShortcut('screen', 'n', tickets.keys.new, openNewTicket);
  useOpenedByAddress();
  return (
    <>
      {id === undefined ? <TicketListScreen /> : <TicketPage key={id} id={id} />}
      <NewTicket />
      <TicketDialogs />
    </>
  );
}

/** `?new=1` opens the form, once: going back does not open it again. */
function useOpenedByAddress(): void {
  const [search, setSearch] = useSearchParams();
  const asked = search.has('new');
  useEffect(() => {
    if (!asked) return;
    openNewTicket();
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        after.delete('new');
        return after;
      },
      { replace: true },
    );
  }, [asked, setSearch]);
}
