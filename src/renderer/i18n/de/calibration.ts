import type { Catalogue } from '../catalogue.tsx';
import { formatFor } from '../format.ts';
import { plural } from '../plural.ts';

const { number } = formatFor('de');
const of = (value: number, one: string, many: string) => plural('de', value, one, many);

export const calibration: Catalogue['calibration'] = {
  intro: 'Ob eintrat, was der Wert voraussagte.',
  period: 'Zeitraum',
  periods: { month: 'Letzte 30 Tage', quarter: 'Letzte 90 Tage', year: 'Letzte 365 Tage' },
  allActions: 'Alle Aktionen',
  action: 'Aktion',
  empty: 'Noch keine Behebung kam zu einem Ausgang',
  emptyReason:
    'Bis dahin beruhen Werte auf einer vorsichtigen Annahme. Jeder Ausgang und jeder Daumen hoch oder runter macht sie besser.',
  outcomes: (count) => of(count, 'Ausgang', 'Ausgänge'),
  opinions: (count) => of(count, 'Meinung', 'Meinungen'),
  basis: (outcomes, opinions) => `beruht auf: ${outcomes}, ${opinions}`,
  few: 'Das sind wenige Ausgänge: Jeder weitere bewegt die Zahlen stark.',
  figures: {
    succeeded: 'Erfolgreich',
    succeededDetail: 'Anteil an allen Ausgängen',
    brier: 'Brier-Wert',
    brierDetail: '0 ist vollkommen; 0,25 hat, wer immer 50 % sagt',
    ece: 'Kalibrierungsfehler',
    eceDetail: 'wie weit Voraussage und Ausgang im Mittel auseinanderliegen',
    falseConfidence: 'Falsche Sicherheit',
    falseConfidenceDetail: (failed, passed, gate) =>
      `${number(failed)} von ${number(passed)} mit einem Wert ab ${gate} schlugen fehl`,
    falseConfidenceNone: (gate) => `keine hatte einen Wert ab ${gate}`,
  },
  unknown: 'Es gibt keine Ausgänge, aus denen es sich errechnen ließe.',
  series: {
    score: 'Wert',
    confidence: 'Sicherheit, wie gesagt',
    calibrated: 'Sicherheit, wie gezählt',
    perfect: 'Vollkommen',
  },
  diagram: {
    title: 'Zuverlässigkeitsdiagramm',
    detail: 'Auf der Linie trat ein, was vorausgesagt war. Darunter war es zu sicher.',
    label: 'Zuverlässigkeitsdiagramm: Voraussage gegen Anteil der Erfolge',
    asTable: 'Als Tabelle zeigen',
    asPlot: 'Als Bild zeigen',
    of: 'Von',
    forecast: 'Vorausgesagt',
    succeeded: 'Erfolgreich',
    outcomes: 'Ausgänge',
    bin: (from, to) => `${from} – ${to}`,
    none: 'kein Ausgang',
    point: (forecast, succeeded, outcomes) =>
      `vorausgesagt ${forecast}, erfolgreich ${succeeded}, ${outcomes}`,
  },
  actions: {
    title: 'Nach Aktion',
    action: 'Aktion',
    outcomes: 'Ausgänge',
    succeeded: 'Erfolgreich',
    brier: 'Brier',
    ece: 'Fehler',
    falseConfidence: 'Falsche Sicherheit',
    last: 'Zuletzt',
    none: 'keine kam durch',
  },
  cells: {
    title: 'Was die Geschichte sagt',
    detail: 'geführt nach Aktion, Art des Ziels und Ursache',
    target: 'Art des Ziels',
    cause: 'Ursache',
    anyCause: 'nicht genannt',
    outcomes: 'Gewirkt / nicht',
    opinions: 'Ja / Nein',
    success: 'Erfolg zählt',
    feedback: 'Meinungen zählen',
    empty: 'Es gibt noch keine Geschichte',
  },
};
