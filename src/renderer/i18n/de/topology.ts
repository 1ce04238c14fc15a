import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import type { Catalogue } from '../catalogue.tsx';
import { formatFor } from '../format.ts';
import { kinds } from './kinds.ts';

const { number } = formatFor('de');
const counted = (kind: EntityKind, count: number) => `${number(count)} ${kinds.name(kind, count)}`;

export const topology: Catalogue['topology'] = {
  lens: 'Was gezeigt wird',
  lenses: {
    everything: 'Alles',
    virtualization: 'Virtualisierung',
    kubernetes: 'Kubernetes',
    network: 'Netzwerk',
    storage: 'Speicher',
  },
  counts: (shown, total) =>
    shown === total ? `${number(total)} Objekte` : `${number(shown)} von ${number(total)} Objekten gezeigt`,
  limited: (most) =>
    `Mehr als ${number(most)} Knoten kann niemand lesen: der Rest bleibt zusammengefasst. Ein Fokus zeigt einen Teil ganz.`,
  truncated:
    'Daran hängt mehr, als betrachtet wird: weniger Schritte wählen oder auf einen Teil fokussieren.',
  graph: 'Graph',
  table: 'Tabelle',
  view: 'Bild oder Tabelle',
  canvas:
    'Topologie. Pfeiltasten gehen an Abhängigkeiten entlang, Eingabe öffnet und schließt, b zeigt, was ein Ausfall täte.',
  search: 'Suchen und fokussieren',
  searchPlaceholder: 'Fokus auf…',
  nothingFound: (text) => `Hier heißt nichts „${text}“`,
  focusedOn: (name) => `Um ${name}`,
  focus: 'Darauf fokussieren',
  unfocus: 'Wieder alles zeigen',
  depth: 'Schritte',
  depthLabel: 'Schritte vom Fokus in jede Richtung',
  expandGroup: 'Einzeln zeigen',
  open: 'Öffnen',
  close: 'Schließen',
  closeAll: 'Alles Geöffnete zusammenfassen',
  fit: 'Ins Fenster einpassen',
  zoomIn: 'Näher',
  zoomOut: 'Weiter weg',
  minimap: 'Überblick über das Bild',
  legend: 'Legende',
  exportPicture: 'Als Bild speichern',
  exportSvg: 'SVG, scharf in jeder Größe',
  exportPng: 'PNG',
  exported: (file) => `${file} gespeichert`,
  exportFailed: 'Das Bild konnte nicht gezeichnet werden. SVG versuchen oder weniger zeigen.',
  layingOut: 'Wird angeordnet',
  layoutFailed: 'Die Anordnung konnte nicht berechnet werden. Die Tabelle zeigt dasselbe.',
  showTable: 'Tabelle zeigen',
  kindCount: counted,
  groupOf: (kind, count, home) =>
    home === '' ? counted(kind, count) : `${counted(kind, count)} auf ${home}`,
  groupMore: (kind, count) => `${number(count)} weitere ${kinds.name(kind, count)}`,
  folded: (list) => `Enthält ${list}`,
  simulated: 'simuliert',
  changed: (came, went) =>
    [
      came > 0 ? `${number(came)} neu` : '',
      went > 0 ? `${number(went)} weg` : '',
      came + went === 0 ? 'Abhängigkeiten anders' : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  changedDetail: 'Seit dem Zeichnen hat sich der Bestand geändert:',
  apply: 'Neu zeichnen',
  empty: {
    title: 'Noch nichts zu zeichnen',
    reason: 'Die Topologie folgt aus dem, was erfasst ist: Maschinen, Netze, Speicher, Workloads.',
    action: 'Quellen ansehen',
    lensTitle: (lens) => `${lens}: nichts zu zeichnen`,
    lensReason: 'Von diesem Bereich ist keine Quelle erfasst.',
    lensAction: 'Alles zeigen',
    gone: 'Es ist nicht mehr da, oder war zum gezeigten Zeitpunkt noch nicht da.',
  },
  edges: {
    title: 'Abhängigkeiten',
    from: 'Was',
    to: 'Hängt ab von',
    how: 'Wie',
    count: 'Anzahl',
    more: (count) => `×${number(count)}`,
  },
  nodes: {
    title: 'Was gezeigt wird',
    name: 'Name',
    kind: 'Art',
    state: 'Zustand',
    severity: 'Schwerster Befund',
    folded: 'Enthält',
    impact: 'Auswirkung',
    within: 'In',
  },
  relation: {
    'runs-on': 'läuft auf',
    'member-of': 'Mitglied von',
    'part-of': 'Teil von',
    'stored-on': 'gespeichert auf',
    'backed-by': 'beruht auf',
    'attached-to': 'angebunden an',
    'connected-to': 'verbunden mit',
    'owned-by': 'gehört zu',
    selects: 'wählt aus',
    'routes-to': 'leitet an',
    mounts: 'bindet ein',
    'bound-to': 'gebunden an',
    carries: 'trägt',
    'located-in': 'steht in',
    'replicates-to': 'repliziert nach',
    'peers-with': 'Peer von',
    'powered-by': 'gespeist von',
    'managed-by': 'verwaltet von',
    'documented-as': 'dokumentiert als',
    'uplink-to': 'erreicht über',
    'linked-with': 'verbunden mit',
  },
  panel: {
    dependsOn: 'Hängt ab von',
    needed: 'Gebraucht von',
  },
  failure: {
    start: 'Was wäre bei Ausfall',
    stop: 'Ausfall-Betrachtung beenden',
    title: (name) => `Wenn ${name} ausfällt`,
    nothing: 'Nichts Bekanntes hängt davon ab.',
    levels: { lost: 'weg', restarts: 'startet neu', reduced: 'weniger redundant', failed: 'fällt aus' },
    levelHints: {
      lost: 'Weg, bis der Ausfall behoben ist',
      restarts: 'Weg, bis es anderswo wieder läuft',
      reduced: 'Läuft weiter, mit weniger Redundanz oder ohne Hilfe',
    },
    summary: (lost, restarts, reduced) =>
      `${number(lost)} weg, ${number(restarts)} starten neu, ${number(reduced)} weniger redundant`,
    elsewhere: (count) => `${number(count)} weitere sind von Arten, die diese Ansicht auslässt.`,
    list: 'Was es täte',
    byKind: 'Jede Art',
    all: 'Alle',
    steps: (count) => (count === 1 ? '1 Schritt' : `${number(count)} Schritte`),
    why: 'Warum',
    shown: (shown, total) => `${number(shown)} von ${number(total)}`,
    showMore: 'Mehr zeigen',
    notKnown: 'Nicht bekannt oder vorausgesetzt',
    assumed: 'Aus dem Erfassten abgeleitet; nichts wurde ausprobiert.',
    because: {
      needs: (relation, name) => `${relation} ${name}`,
      only: (kind, name) => `einzig: ${kinds.name(kind)} ${name}`,
      all: (kind, of, name, momentary) =>
        `alle ${number(of)} ${kinds.name(kind, of)} ${momentary ? 'starten neu' : 'sind weg'}, darunter ${name}`,
      tooFew: (kind, left, of, name) =>
        `${number(left)} von ${counted(kind, of)} sind zu wenige, ${name} ist weg`,
      some: (kind, left, of, name) => `${number(left)} von ${counted(kind, of)} bleiben ohne ${name}`,
      takeover: (name, by) => `${name} ist weg, ${by} kann übernehmen`,
      helped: (kind, name) => `läuft weiter ohne ${kinds.name(kind)} ${name}`,
      isolated: 'kein Weg bleibt zu einem Router, einer Firewall oder dem Kern',
      uplink: (left, of, name) => `${number(left)} von ${number(of)} Wegen zum Kern bleiben ohne ${name}`,
    },
    caveats: {
      'uplinks-unknown': (n) =>
        `${counted('host', n)}: der Switch-Port eines Adapters ist nicht erfasst, ein Weg kann bleiben oder fehlen`,
      'datastores-unbacked': (n) => `${counted('datastore', n)}: der Speicher darunter ist nicht erfasst`,
      'volumes-unbacked': (n) =>
        `${counted('persistent-volume', n)}: der Speicher darunter ist nicht erfasst`,
      'nodes-without-machine': (n) => `${counted('k8s-node', n)}: die Maschine darunter ist nicht bekannt`,
      'hosts-unplaced': (n) => `${counted('host', n)}: das Rack ist nicht bekannt`,
      'arrays-uncabled': (n) => `${counted('array', n)}: Netz- und Fabric-Verbindungen sind nicht erfasst`,
      'power-unknown': (n) => `${number(n)} in diesem Rack sagen nicht, welche Einspeisung sie versorgt`,
      'paths-unknown': () => 'Welche LUNs über welchen Port erreicht werden, ist nicht erfasst',
      'ha-unknown': (n) =>
        `${counted('cluster', n)}: ob vSphere HA an ist, ist nicht bekannt; mit Neustarts wird nicht gerechnet`,
      'ha-off': (n) => `${counted('cluster', n)}: vSphere HA ist aus, nichts startet von selbst neu`,
      'ha-memory-short': (n) =>
        `${counted('cluster', n)}: ohne den größten Host reicht der Arbeitsspeicher nicht, manche starten vielleicht nicht`,
      'quorum-lost': (n) =>
        `${counted('k8s-cluster', n)}: mindestens die halbe Control Plane ist weg, nichts lässt sich einplanen oder ändern`,
      'relations-unresolved': () => 'Es nennt andere, die nicht erfasst sind',
    },
  },
  status: {
    ok: 'in Ordnung',
    warning: 'ansehen',
    critical: 'schlecht',
    idle: 'nicht in Betrieb',
    unknown: 'nicht bekannt',
  },
  legendItems: {
    arrow: 'hängt ab von',
    thick: 'mehrere Abhängigkeiten',
    folded: 'enthält mehr',
    frame: 'steht darin',
    finding: 'schwerster Befund',
  },
  shortcuts: {
    failure: 'Was wäre bei Ausfall',
    focus: 'Darauf fokussieren',
    fit: 'Ins Fenster einpassen',
    table: 'Bild oder Tabelle',
    find: 'Suchen und fokussieren',
  },
  pictureTitle: (what) => `Topologie: ${what}`,
  pictureTime: (when) => `Stand ${when}`,
};
