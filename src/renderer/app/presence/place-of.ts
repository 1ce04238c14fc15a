import { entityIdSchema } from '../../../shared/model/ids.ts';
import { links } from '../links.ts';
import { screens } from '../screens.ts';

/** Where to see what somebody looks at; undefined where there is no such place here. */
export function placeOf({
  view,
  subject,
}: {
  view: string;
  subject?: string | undefined;
}): string | undefined {
  const screen = screens.find(({ key }) => key === view);
  if (screen === undefined) return undefined;
  if (subject === undefined) return screen.path;
  switch (screen.key) {
    case 'tickets':
      return links.ticket(subject);
    case 'remediation':
      return links.remediationOf(subject);
    case 'documents':
      return links.document(subject);
    case 'inventory': {
      const id = entityIdSchema.safeParse(subject);
      return id.success ? links.entity(id.data) : screen.path;
    }
    case 'overview':
    case 'topology':
    case 'activity':
    case 'settings':
    case 'assistant':
      return screen.path;
    default:
      return screen.key satisfies never;
  }
}
