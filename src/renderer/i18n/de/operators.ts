import type { Catalogue } from '../catalogue.tsx';
import { formatFor } from '../format.ts';
import { plural } from '../plural.ts';

const { number } = formatFor('de');
const of = (value: number, one: string, many: string) => plural('de', value, one, many);

export const operators: Catalogue['operators'] = {
  owner: (name) =>
    `Wer Datacenter Docs hier laufen lässt, ist sein Administrator und steht in keiner Liste. Sie sind als ${name} angemeldet.`,
  list: 'Wer sich anmelden darf',
  columns: { name: 'Name', role: 'Rolle', since: 'Seit', token: 'Token von', signIn: 'Darf sich anmelden' },
  mayDo: {
    viewer: 'Liest alles, was dokumentiert ist, und fragt.',
    operator: 'Arbeitet: Tickets, Erfassung, Dokumente, Vorschläge. Hält die Automatik an.',
    approver: 'Gibt Behebungen frei, nimmt sie zurück, lässt die Automatik weiterlaufen.',
    admin: 'Quellen, Einstellungen, Richtlinie, Operatoren.',
  },
  yes: 'Ja',
  notSince: (moment) => `Nicht seit ${moment}`,
  nobody: 'Niemand außer dem, der es laufen lässt',
  nobodyReason:
    'Wer hinzugefügt wird, meldet sich unter eigenem Namen an; der steht in Freigaben und im Protokoll.',
  unusable: (file) =>
    `${file} ist nicht zu gebrauchen: Bis die Datei in Ordnung ist, kann niemand hinzugefügt oder geändert werden.`,
  roleOf: (name) => `Rolle von ${name}`,
  roleChanged: (name, role) => `${name} ist jetzt ${role}`,
  add: 'Operator hinzufügen',
  name: 'Name',
  nameDetail: 'So steht die Person in Notizen, Freigaben und im Protokoll. Der Name bleibt ihrer.',
  role: 'Rolle',
  adding: 'Hinzufügen',
  newToken: 'Neuer Token',
  newTokenOf: (name) => `Neuer Token für ${name}`,
  newTokenDetail: (name) =>
    `Der Token, den ${name} jetzt hat, und alle damit geöffneten Sitzungen enden sofort.`,
  makeToken: 'Neuen Token erzeugen',
  disable: 'Sperren',
  disableTitle: (name) => `${name} sperren`,
  disableDetail: (name) =>
    `Alle Sitzungen von ${name} enden sofort, der Token ist wertlos. Ein neuer Token lässt die Person wieder ein.`,
  disabled: (name) => `${name} darf sich nicht mehr anmelden`,
  token: (name) => `Token von ${name}`,
  tokenDetail:
    'Er wird nur dieses eine Mal gezeigt: Aufbewahrt wird allein sein Hash. Geben Sie ihn dort weiter, wo niemand mitliest.',
  address: 'Adresse zum Öffnen',
  bare: 'Token, für Programme',
  copyAddress: 'Adresse kopieren',
  copyToken: 'Token kopieren',
  done: 'Fertig',
  signedInAs: (name, role) => `${name}, ${role}`,
  signOut: 'Abmelden',
  signOutFailed: 'Die Sitzung konnte nicht beendet werden: Der Server hat nicht geantwortet.',
};

export const notices: Catalogue['notices'] = {
  label: 'Meldungen',
  unread: (count) => of(count, 'neue Meldung', 'neue Meldungen'),
  noneUnread: 'Nichts Neues',
  none: 'Seit dem Start der Anwendung wurde nichts gemeldet.',
  open: 'Öffnen',
  approvals: (count) =>
    count === 1 ? 'Eine Behebung wartet auf Freigabe' : `${number(count)} Behebungen warten auf Freigabe`,
  badEndings: (count) =>
    count === 1 ? 'Eine Behebung ist nicht gelungen' : `${number(count)} Behebungen sind nicht gelungen`,
  doubleRuns: (count) =>
    count === 1 ? 'Eine Behebung lief zweimal' : `${number(count)} Behebungen liefen zweimal`,
  urgentTickets: (count) =>
    count === 1 ? 'Ein Ticket der Priorität 1' : `${number(count)} Tickets der Priorität 1`,
  killSwitchOn: 'Der Notschalter ist an: Nichts läuft',
  killSwitchOff: 'Der Notschalter ist wieder aus',
  policyTaken: 'Die Richtlinie eines anderen Arbeitsplatzes gilt jetzt',
  policyOver: (operator, over) => `von ${operator}, anstelle der von ${over}`,
  policyRefused: 'Die Richtlinie eines anderen Arbeitsplatzes ist nicht verwendbar',
  by: (operator, reason) => `von ${operator}: ${reason}`,
  byOnly: (operator) => `von ${operator}`,
  more: (count) => `und ${number(count)} weitere`,
  settings: {
    title: 'Was gemeldet wird',
    detail: 'In der Konsole, und von der Desktop-Anwendung, während niemand auf ihr Fenster sieht.',
    approvals: 'Behebungen, die auf Freigabe warten',
    badEndings: 'Behebungen, die scheiterten, zurückgenommen wurden oder deren Ausgang niemand kennt',
    urgentTickets: 'Tickets der Priorität 1',
    killSwitch: 'Der Notschalter, an und wieder aus',
    bounded: 'Was zusammen kommt, wird einmal gemeldet, und nichts einer Art öfter als einmal in der Minute.',
  },
};
