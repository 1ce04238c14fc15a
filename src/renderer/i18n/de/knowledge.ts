import { formatFor } from '../format.ts';
import { plural } from '../plural.ts';
import type { knowledge as english } from '../en/knowledge.ts';

const { number } = formatFor('de');
const of = (value: number, one: string, many: string) => plural('de', value, one, many);

export const knowledge: typeof english = {
  state: 'Was durchsucht wird',
  passages: (value) => of(value, 'Textstelle', 'Textstellen'),
  ofDocuments: (value) => `davon ${number(value)} aus Dokumenten und Notizen`,
  idle: 'Alles ist erfasst',
  indexing: (what, done, total) =>
    `${what} wird erfasst: ${number(done)}${total === undefined ? '' : ` von ${number(total)}`}`,
  rebuilding: (what, done, total) =>
    `Wird neu aufgebaut, bis dahin antwortet der bisherige Index. ${what}: ${number(done)}${total === undefined ? '' : ` von ${number(total)}`}`,
  making: (meanwhile) =>
    meanwhile === undefined
      ? '· Bis alle da sind, antworten Wörter allein.'
      : `· Bis alle da sind, antworten die von ${meanwhile}.`,
  size: 'Größe des Index',
  words: 'Wörter',
  vectors: 'Vektoren',
  noVectors:
    'Kein Modell für Vektoren ist gesetzt: Textstellen werden über ihre Wörter gefunden, ganz ohne Modell.',
  embedded: (count, all, model) =>
    `${number(count)} von ${of(all, 'Textstelle', 'Textstellen')} mit Vektoren von ${model}`,
  rebuild: 'Index neu aufbauen',
  rebuilt: (count) => `Der Index ist neu: ${of(count, 'Textstelle', 'Textstellen')}`,
  folders: 'Eingebundene Ordner',
  foldersDetail:
    'Runbooks, Handbücher und Notizen in Markdown, AsciiDoc oder reinem Text, die neben den Dokumenten durchsucht werden. Dateien bleiben, wo sie sind; was sich in ihnen ändert, wird neu erfasst.',
  none: 'Kein Ordner ist eingebunden.',
  path: 'Ordner auf der Maschine, auf der die Anwendung läuft',
  placeholder: '/srv/runbooks',
  add: 'Ordner einbinden',
  added: (name, files, problems) =>
    problems === 0
      ? `${name}: ${of(files, 'Datei', 'Dateien')} erfasst`
      : `${name}: ${of(files, 'Datei', 'Dateien')} angesehen, ${of(problems, 'Problem', 'Probleme')}`,
  remove: (name) => `${name} nicht mehr durchsuchen`,
  removed: (name) => `${name} wird nicht mehr durchsucht`,
  again: (name) => `${name} auf den neuesten Stand bringen`,
  failed: (what, why) => `${what}: ${why}`,
  columns: {
    folder: 'Ordner',
    files: 'Dateien',
    passages: 'Textstellen',
    looked: 'Angesehen',
    problems: 'Probleme',
  },
  missing: 'Ist gerade nicht da; was davon erfasst wurde, bleibt.',
  notWatched: 'Wird einmal in der Minute angesehen: Das System kann ihn nicht beobachten.',
  problems: (value) => of(value, 'Problem', 'Probleme'),
  noProblems: 'Keine',
  theFolder: 'Der Ordner',
  moreProblems: (value) => `und ${of(value, 'weiteres', 'weitere')}`,
  inTexts: 'Textstellen',
  note: 'Notiz',
};
