import type { Catalogue } from '../catalogue.tsx';

export const breakGlass: Catalogue['breakGlass'] = {
  badge: 'Notfall-Ausführung',
  badgeHint: (by, typed) =>
    `${by} hat sie ausgeführt, als die gemeinsame Datenbank nicht zu fragen war, und getippt: „${typed}“`,
  action: 'Notfall-Ausführung…',
  title: (what) => `Notfall-Ausführung: ${what}`,
  asking: 'Die gemeinsame Datenbank wird noch einmal gefragt…',
  warning: 'Was nicht auszuschließen ist',
  runText: 'Sie beginnt sofort, von diesem Arbeitsplatz allein. Das Ziel wird vorher noch einmal gelesen.',
  marked:
    'Das steht in der Freigabe, im Anspruch und im Audit. Ist die gemeinsame Datenbank wieder da, erfahren es alle, auch von einer Ausführung anderswo.',
  notNow: 'Es ist jetzt nicht möglich',
  type: 'Diesen Satz tippen, Buchstabe für Buchstabe',
  matches: 'Wie verlangt',
  act: (target) => `Von hier allein an ${target} ausführen`,
  done: (what) => `${what}: läuft von diesem Arbeitsplatz allein`,

  doubleTitle: 'Sie lief mehr als einmal',
  doubleText: (places) =>
    `Sie wurde an ${places} aufgenommen, als die gemeinsame Datenbank nicht zu fragen war. Jeder Lauf steht da, wie er war; von selbst geht nichts weiter. Das Ziel ansehen.`,
  runAt: (workstation) => `Lauf an ${workstation}`,
  counts: 'Gilt als ihr Ausgang',
  unknownPlace: 'einem unbekannten Arbeitsplatz',
  noEntries: 'Davon wurde nichts aufgeschrieben.',

  elsewhere: (workstation) => `${workstation} führt sie aus.`,
  silent: (workstation, minutes) =>
    `${workstation} führt sie aus, und von diesem Arbeitsplatz war seit ${minutes} nichts zu hören.`,
  minutes: (value) => (value === 1 ? '1 Minute' : `${value} Minuten`),
  maySettle: 'Sie wird nie wieder ausgeführt. Das Ziel ansehen und unten sagen, was daraus wurde.',
  stopAsked: (by, workstation, reason) =>
    `${by} hat an ${workstation} verlangt, sie anzuhalten: ${reason}. Der ausführende Arbeitsplatz greift das auf, sobald er es liest.`,
};
