import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import type { Catalogue } from '../catalogue.tsx';
import { formatFor } from '../format.ts';
import { plural } from '../plural.ts';
import { kinds } from './kinds.ts';

const { number } = formatFor('de');
const of = (value: number, one: string, many: string) => plural('de', value, one, many);
const counted = (kind: EntityKind, count: number) => `${number(count)} ${kinds.name(kind, count)}`;
const inPlace = (partition: string | undefined) => (partition === undefined ? '' : ` in ${partition}`);

export const overview: Catalogue['overview'] = {
  period: 'Neues zeigen seit',
  newSince: 'Neu seit',
  periods: { visit: 'meinem letzten Besuch', hours8: '8 Stunden', day: '24 Stunden', week: '7 Tagen' },
  lastVisit: (relative) => `Letzter Besuch ${relative}`,
  markSeen: 'Als gesehen merken',
  markedSeen: 'Neu ist, was ab jetzt kommt',
  shortened: 'Weiter zurückliegende Änderungen stehen im Inventar und im Verlauf jedes Objekts.',
  attention: 'Was mich jetzt braucht',
  approvals: 'Freigaben',
  approvalsNone: 'keine; die Automatik ist aus',
  approvalsWait: 'warten auf jemanden',
  tickets: 'Offene Tickets',
  ticketsNone: 'nichts zu tun',
  ticketsOpen: (gravest, overdue) =>
    [
      gravest === 0 ? 'keines P1' : `${number(gravest)} P1`,
      overdue === 0 ? 'keines überfällig' : `${number(overdue)} überfällig`,
    ].join(', '),
  collections: 'Erfassungen mit Fehlern',
  collectionsFine: (sources) => `alle ${number(sources)} vollständig gelesen`,
  collectionsFineOne: 'vollständig gelesen',
  collectionsNever: 'noch keine gelaufen',
  documents: 'Zu schreibende Dokumente',
  documentsFine: (total) => `${of(total, 'Dokument', 'Dokumente')} aktuell`,
  documentsUnknown: 'wird ermittelt',
  documentsNow: 'Stand jetzt',
  write: 'Dokumente schreiben',
  writing: 'Dokumente werden geschrieben',
  findings: 'Befunde',
  findingsNew: (count) => (count === 0 ? 'keine neuen' : `${number(count)} neu`),
  findingsFine: 'keine Regel ist verletzt',
  criticalWarning: (critical, warning) =>
    `${number(critical)} kritisch, ${number(warning)} ${warning === 1 ? 'Warnung' : 'Warnungen'}`,
  failing: {
    title: 'Erfassungen, die nicht gelungen sind',
    since: 'vollständig bis',
    never: 'nie vollständig',
    tried: 'versucht',
    retry: 'Jetzt erfassen',
    started: 'Erfassung gestartet',
    stands: 'Was vorher bekannt war, gilt weiter, mit seinem Alter.',
    hints: {
      default: 'Der Lauf zeigt, was gefragt wurde und was kam.',
      connection: 'Den Server in den Einstellungen testen: erreichbar, Geheimnis noch gültig?',
      trust:
        'Was der Server ausführt oder anbietet, ist nicht das Akzeptierte: in den Einstellungen ansehen.',
      timeout: 'Er antwortet zu langsam: Zeitlimit erhöhen oder weniger fragen.',
    },
    states: { failed: 'nicht erreicht', waiting: 'wird erneut versucht', untrusted: 'zu akzeptieren' },
    openSource: 'Server-Einstellungen',
  },
  outcome: {
    queued: 'wartet',
    running: 'läuft',
    succeeded: 'gelungen',
    partial: 'teilweise',
    failed: 'fehlgeschlagen',
    'timed-out': 'Zeit überschritten',
    cancelled: 'abgebrochen',
    interrupted: 'unterbrochen',
  },
  staleList: {
    title: 'Zu schreibende Dokumente',
    more: (count) => `${number(count)} weitere`,
  },
  topFindings: {
    title: 'Schwerste und neueste Befunde',
    isNew: 'neu',
    alike: (count) => `+ ${number(count)} weitere`,
    all: (count) => `Alle ${number(count)} Befunde`,
  },
  estate: {
    title: 'Bestand auf einen Blick',
    domain: 'Bereich',
    objects: 'Objekte',
    capacity: 'Kapazität und Zustand',
    filling: 'Zuerst voll',
    findings: 'Befunde',
    domains: {
      vmware: 'Virtualisierung',
      kubernetes: 'Kubernetes',
      network: 'Netzwerk',
      storage: 'Speicher',
      infrastructure: 'Infrastruktur',
    },
    kind: counted,
    openDocument: 'Dokument',
    simulated: 'simuliert',
    none: 'keine',
  },
  figures: {
    'cpu-used': 'CPU belegt',
    'memory-used': 'Speicher belegt',
    'memory-headroom': 'Speicher frei bei N−1',
    'storage-used': 'Datastores belegt',
    'machines-on': 'VMs an',
    'nodes-not-ready': 'Knoten nicht bereit',
    'pods-not-ready': 'Pods nicht bereit',
    'requests-headroom': 'Speicheranforderungen frei bei N−1',
    'devices-unreachable': 'Geräte nicht erreichbar',
    'links-down': 'Verbindungen unten',
    'sessions-down': 'BGP-Sitzungen unten',
    'rack-units-used': 'Höheneinheiten belegt',
    'pools-used': 'Pools belegt',
    'parts-unhealthy': 'Teile nicht gesund',
  },
  figureOf: (used, total) => `${used} von ${total}`,
  units: (value) => `${number(value, Number.isInteger(value) ? 0 : 1)} HE`,
  filling: {
    full: 'voll',
    days: (days) => `in ${of(days, 'Tag', 'Tagen')}`,
    range: (earliest, latest) =>
      latest === undefined
        ? `${number(earliest)} Tage oder mehr, nach den Punkten der letzten Wochen`
        : `${number(earliest)} bis ${number(latest)} Tage, nach den Punkten der letzten Wochen`,
    'no-forecasts': 'Von diesem Bereich wird nichts vorhergesagt.',
    'no-trend': 'Noch kein Trend: 14 Tagespunkte mit stetigem Wachstum sind nötig.',
  },
  freshness: {
    title: 'Kann ich dem trauen',
    source: 'Quelle',
    complete: 'Vollständig',
    outcome: 'Letzter Lauf',
    next: 'Nächste Erfassung',
    nextNone: 'Nichts startet die Erfassung von selbst.',
    expected: (text) => `erwartet alle ${text}`,
    retired: 'wird nicht mehr erfasst',
    running: 'läuft',
    pastNote: 'Wie frisch die Quellen jetzt sind, nicht zum gezeigten Zeitpunkt.',
    empty: 'Noch nichts erfasst.',
  },
  changes: {
    title: 'Änderungen über die Zeit',
    by: 'Gruppieren nach',
    byClass: 'Klasse',
    byDomain: 'Bereich',
    configuration: 'Konfiguration',
    placement: 'Platzierung',
    summary: (total) => of(total, 'Änderung', 'Änderungen'),
    none: 'In diesem Zeitraum hat sich kein Feld geändert; was neu oder weg ist, steht darunter.',
    asTable: 'Als Tabelle zeigen',
    asPlot: 'Als Diagramm zeigen',
    from: 'Ab',
    plot: (total) =>
      `Balken der Änderungen über die Zeit, insgesamt ${of(total, 'Änderung', 'Änderungen')}. Die Tabelle zeigt dasselbe.`,
    failed: 'Das Diagramm konnte nicht geladen werden. Die Tabelle zeigt dasselbe.',
  },
  changed: {
    title: 'Was sich geändert hat',
    none: 'Nichts hat sich geändert.',
    all: 'Alle Änderungen',
    field: (kind, count, field, partition) => `${counted(kind, count)}${inPlace(partition)}: ${field}`,
    moved: (kind, count, field, partition) =>
      `${counted(kind, count)}${inPlace(partition)} umgezogen: ${field}`,
    appeared: (kind, count, partition) => `${counted(kind, count)} neu${inPlace(partition)}`,
    disappeared: (kind, count, partition) => `${counted(kind, count)} weg${inPlace(partition)}`,
    returned: (kind, count, partition) => `${counted(kind, count)} wieder da${inPlace(partition)}`,
    more: (count) => `und ${number(count)} weitere`,
    counts: (configuration, placement, appeared, disappeared) =>
      `${number(configuration)} Konfiguration, ${number(placement)} Platzierung, ${number(appeared)} neu, ${number(disappeared)} weg`,
  },
  activity: {
    title: 'Aktivität',
    all: 'Alle Aktivität',
    none: 'Noch nichts gelaufen.',
    jobs: {
      collection: 'Erfassung',
      metrics: 'Messwerte',
      alerts: 'Alarme',
      documents: 'Dokumente',
      prose: 'Prosa',
      diagnosis: 'Diagnose eines Tickets',
      'clean-up': 'Aufräumen',
    },
    changed: (count) => `${of(count, 'Objekt', 'Objekte')} geändert`,
  },
  running: {
    collection: 'Wird erfasst',
    documents: 'Dokumente werden geschrieben',
    other: (name) => `${name} läuft`,
    waiting: 'wartet, bis es an der Reihe ist',
    open: 'Zeigen',
  },
  firstRun: {
    title: 'Noch ist nichts verbunden',
    reason:
      'Datacenter Docs liest das Inventar über MCP-Server, behält jede Änderung und schreibt daraus die Dokumentation. An der Infrastruktur ändert es nichts.',
    lab: {
      title: 'Das simulierte Rechenzentrum erkunden',
      what: 'Ein Labor mit 80 VMs, zwei Kubernetes-Clustern, 24 Netzwerkgeräten und drei Speichersystemen läuft auf dieser Maschine. Es ist in Sekunden erfasst und dokumentiert, überall als simuliert gekennzeichnet und lässt sich jederzeit wieder entfernen.',
      action: 'Labor starten',
      phases: { start: 'Labor startet', collect: 'Wird erfasst', document: 'Dokumente werden geschrieben' },
      failed: 'Das Labor konnte nicht eingerichtet werden',
      done: (entities, documents, seconds) =>
        `${of(entities, 'Objekt', 'Objekte')} und ${of(documents, 'Dokument', 'Dokumente')} in ${seconds} s`,
    },
    server: {
      title: 'Einen MCP-Server hinzufügen',
      what: 'vCenter, Kubernetes, NetBox, Netzwerk oder Speicher über einen MCP-Server, den es schon gibt. Nichts davon läuft, bevor Kommando und Werkzeuge akzeptiert sind; benutzt werden nur lesende Werkzeuge.',
      action: 'Server hinzufügen',
    },
  },
  nothingYet: {
    title: 'Noch nichts erfasst',
    reason: (sources) =>
      `${of(sources, 'MCP-Server ist', 'MCP-Server sind')} eingerichtet. Die erste Erfassung füllt diese Seite.`,
    failed: 'Bisher ist keine Erfassung gelungen. Was schiefging, steht darunter.',
    action: 'Jetzt erfassen',
    servers: 'Server ansehen',
  },
  nothingThen: {
    title: 'Zu diesem Zeitpunkt war nichts bekannt',
    reason: 'Die erste Erfassung kam später. Einen späteren Zeitpunkt wählen oder zurück zu jetzt.',
    action: 'Zurück zu jetzt',
  },
};
