import type { Notice as ToldNotice } from '../../shared/model/notice.ts';
import { screenPaths } from './deep-link.ts';
import type { Notice } from './notices.ts';
import type { Texts } from './texts.ts';

/** What the application tells, as the system shows such things. */
export function noticeFor(notice: ToldNotice, texts: Texts['notices']): Notice {
  switch (notice.is) {
    case 'approvals':
      return several(notice, texts.approvals(notice.count), screenPaths.remediation);
    case 'bad-endings':
      return several(notice, texts.badEndings(notice.count), screenPaths.remediation);
    case 'double-runs':
      return several(notice, texts.doubleRuns(notice.count), screenPaths.remediation);
    case 'urgent-tickets':
      return several(notice, texts.urgentTickets(notice.count), screenPaths.tickets);
    case 'kill-switch':
      return {
        title: notice.on ? texts.killSwitchOn : texts.killSwitchOff,
        body: notice.by === undefined ? '' : texts.by(notice.by, notice.reason),
        path: screenPaths.remediation,
      };
    case 'policy':
      return {
        title: notice.problem === undefined ? texts.policyTaken : texts.policyRefused,
        body: notice.problem ?? (notice.by === undefined ? '' : texts.by(notice.by, undefined)),
        path: screenPaths.remediation,
      };
    default:
      return notice satisfies never;
  }
}

function several(
  {
    count,
    names,
    only,
  }: { readonly count: number; readonly names: readonly string[]; readonly only?: string },
  title: string,
  path: string,
): Notice {
  const rest = count - names.length;
  return {
    title,
    body: [...names, ...(rest > 0 ? [`+ ${rest}`] : [])].join('\n'),
    path: only === undefined ? path : `${path}/${encodeURIComponent(only)}`,
  };
}
