import { History, TriangleAlert, Wrench } from 'lucide-react';
import { links } from '../../app/links.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { ComingScreen } from '../../ui/coming-screen.tsx';

/** The place of remediations, until they come with a version of their own. */
export function RemediationScreen() {
  const { shell, places } = useText();
  return (
    <ComingScreen
      title={shell.screens.remediation}
      icon={Wrench}
      what={places.remediation.what}
      when={places.remediation.when}
      meanwhile={[
        {
          icon: TriangleAlert,
          label: places.findings,
          detail: places.remedyDetail,
          href: links.inventoryFilter('kind:finding'),
        },
        { icon: History, label: places.activity, detail: places.activityDetail, href: links.activity },
      ]}
    />
  );
}
