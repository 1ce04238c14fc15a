import type { Notice } from '../../shared/model/notice.ts';
import { cleanText } from '../../shared/clean-text.ts';
import type { Catalogue } from '../i18n/catalogue.tsx';
import type { Status } from '../ui/status-shapes.ts';
import { links } from './links.ts';

export interface NoticeWords {
  readonly title: string;
  readonly detail: string;
  readonly status: Status;
  readonly path: string;
}

/** What a notice says, and where it is shown in full. */
export function noticeWords(notice: Notice, words: Catalogue['notices']): NoticeWords {
  switch (notice.is) {
    case 'approvals':
      return {
        title: words.approvals(notice.count),
        detail: namesOf(notice, words),
        status: 'info',
        path: notice.only === undefined ? links.remediation : links.remediationOf(notice.only),
      };
    case 'bad-endings':
      return {
        title: words.badEndings(notice.count),
        detail: namesOf(notice, words),
        status: 'critical',
        path: notice.only === undefined ? links.remediationHistory : links.remediationOf(notice.only),
      };
    case 'double-runs':
      return {
        title: words.doubleRuns(notice.count),
        detail: namesOf(notice, words),
        status: 'critical',
        path: notice.only === undefined ? links.remediationHistory : links.remediationOf(notice.only),
      };
    case 'urgent-tickets':
      return {
        title: words.urgentTickets(notice.count),
        detail: namesOf(notice, words),
        status: 'critical',
        path: notice.only === undefined ? links.tickets : links.ticket(notice.only),
      };
    case 'kill-switch': {
      const { by, reason } = notice;
      return {
        title: notice.on ? words.killSwitchOn : words.killSwitchOff,
        detail:
          by === undefined ? '' : cleanText(reason === undefined ? words.byOnly(by) : words.by(by, reason)),
        status: notice.on ? 'critical' : 'ok',
        path: links.policy,
      };
    }
    case 'policy': {
      const { by, over, problem } = notice;
      const whose =
        by === undefined ? '' : over === undefined ? words.byOnly(by) : words.policyOver(by, over);
      return {
        title: problem === undefined ? words.policyTaken : words.policyRefused,
        detail: cleanText(problem ?? whose),
        status: problem === undefined ? 'info' : 'warning',
        path: links.policy,
      };
    }
    default:
      return notice satisfies never;
  }
}

function namesOf(
  { count, names }: { readonly count: number; readonly names: readonly string[] },
  words: Catalogue['notices'],
): string {
  const rest = count - names.length;
  return cleanText([...names, ...(rest > 0 ? [words.more(rest)] : [])].join(', '));
}
