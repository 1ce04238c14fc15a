import { formatFor } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../catalogue.tsx';

const { list } = formatFor('de');
const of = (value: number, one: string, many: string) => plural('de', value, one, many);

export const presence: Catalogue['presence'] = {
  label: 'Im Dienst',
  people: (count) => of(count, 'Person', 'Personen'),
  nobody: 'Niemand sonst',
  title: 'Im Dienst',
  tooltip: (names) => `Im Dienst: ${list(names)}`,
  notCurrent: 'Wie es war, als die gemeinsame Datenbank zuletzt zu hören war.',
  self: 'dieser Arbeitsplatz',
  offline: 'Nichts gehört',
  seen: (moment) => `gesehen ${moment}`,
  unattended: 'Niemand daran',
  leads: (tasks) => `Führt ${list(tasks)}`,
  runs: 'Führt aus',
  version: (version) => `Version ${version}`,
  tasks: {
    findings: 'Befunde',
    documents: 'Dokumente',
    prose: 'Prosa',
    alerts: 'Alarme',
    automation: 'Automatik',
    collect: (source) => `Erfassung von ${source}`,
  },
  others: (count) => of(count, 'weitere Person', 'weitere'),
  looksAt: (names, count) =>
    count === 1 ? `${list(names)} sieht sich das an` : `${list(names)} sehen sich das an`,
  lookedAt: (name, station, moment) => `${name} an ${station}, ${moment}`,
  remediationOf: (id) => `Behebung ${id}`,
  running: (name) => `Läuft an ${name}`,
};
