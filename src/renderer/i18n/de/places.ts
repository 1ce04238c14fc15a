import type { Catalogue } from '../catalogue.tsx';

export const places: Catalogue['places'] = {
  notYet: 'nicht in dieser Version',
  meanwhile: 'Was jetzt schon geht',
  tickets: {
    what: 'Probleme, mit Belegen, ähnlichen Fällen, Ursache und Vorschlag auf einer Seite',
    when: 'Tickets kommen mit einer eigenen Version. Bis dahin wird hier nichts entgegengenommen, weder von Menschen noch von Systemen.',
  },
  remediation: {
    what: 'Was gegen ein Problem getan würde, Zeile für Zeile geprüft, bevor es freigegeben und ausgeführt wird',
    when: 'Die Behebung kommt mit einer eigenen Version. Bis dahin ändert nichts in dieser Anwendung etwas an Ihrer Infrastruktur.',
  },
  findings: 'Befunde',
  findingsDetail: 'Was jetzt gegen eine Regel verstößt: woran, seit wann, warum es zählt und was hilft',
  criticalFindings: 'Kritische Befunde',
  criticalFindingsDetail: 'Die, die nicht warten können',
  remedyDetail: 'Jeder sagt, was ihn beheben würde, von Hand zu tun',
  activity: 'Aktivität',
  activityDetail: 'Jede Erfassung und jeder Auftrag, und wie es ausging',
};
