import { TriangleAlert, Ticket } from 'lucide-react';
import { links } from '../../app/links.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { ComingScreen } from '../../ui/coming-screen.tsx';

/** The place of tickets, until they come with a version of their own. */
export function TicketsScreen() {
  const { shell, places } = useText();
  return (
    <ComingScreen
      title={shell.screens.tickets}
      icon={Ticket}
      what={places.tickets.what}
      when={places.tickets.when}
      meanwhile={[
        {
          icon: TriangleAlert,
          label: places.findings,
          detail: places.findingsDetail,
          href: links.inventoryFilter('kind:finding'),
        },
        {
          icon: TriangleAlert,
          label: places.criticalFindings,
          detail: places.criticalFindingsDetail,
          href: links.inventoryFilter('kind:finding severity:critical'),
        },
      ]}
    />
  );
}
