import type { Catalogue } from '../catalogue.tsx';
import { formatFor } from '../format.ts';
import { plural } from '../plural.ts';

const { number, list } = formatFor('de');
const of = (value: number, one: string, many: string) => plural('de', value, one, many);

export const shell: Catalogue['shell'] = {
  product: 'Datacenter Docs',
  navigation: 'Ansichten',
  skipToContent: 'Zum Inhalt springen',
  screens: {
    overview: 'Übersicht',
    inventory: 'Inventar',
    topology: 'Topologie',
    documents: 'Dokumente',
    tickets: 'Tickets',
    remediation: 'Behebung',
    activity: 'Aktivität',
    assistant: 'Assistent',
    settings: 'Einstellungen',
  },
  opened: (screen) => `${screen} geöffnet`,
  collapseNavigation: 'Nur Symbole zeigen',
  expandNavigation: 'Symbole und Wörter zeigen',
  counts: {
    activity: (value) => `${of(value, 'Erfassung', 'Erfassungen')} nicht erfolgreich`,
    remediation: (value) => `${of(value, 'Freigabe', 'Freigaben')} ausstehend`,
    tickets: (value, overdue) =>
      `${of(value, 'offenes Ticket', 'offene Tickets')}${overdue === 0 ? '' : `, ${number(overdue)} überfällig`}`,
    documents: (value) => `${of(value, 'Dokument', 'Dokumente')} neu zu schreiben`,
    settings: (value) => (value === 1 ? '1 Server braucht Sie' : `${number(value)} Server brauchen Sie`),
  },
  notFound: {
    title: 'Diese Ansicht gibt es nicht',
    reason: (path) => `Unter ${path} ist nichts. Der Link stammt vielleicht aus einer anderen Version.`,
    back: 'Zur Übersicht',
  },
  topBar: 'Suche und Zustand',
  search: 'Suchen oder ausführen…',
  assistantToggle: 'Assistent',
  menu: {
    label: 'Darstellung, Sprache und Hilfe',
    theme: 'Farbschema',
    themes: { auto: 'Wie das System', dark: 'Dunkel', light: 'Hell' },
    language: 'Sprache',
    languages: { en: 'English', de: 'Deutsch' },
    timeZone: 'Zeitzone',
    utc: 'UTC',
    local: (zone) => `Dieser Arbeitsplatz (${zone})`,
    shortcuts: 'Tastenkürzel',
    settings: 'Alle Einstellungen',
  },
  indicator: {
    model: 'Modell',
    servers: 'Server',
    notKnown: 'Noch nicht bekannt',
    modelOff: 'Kein Modell',
    modelOffDetail:
      'Kein Sprachmodell eingerichtet. Dokumente, Inventar und Suche brauchen keines; der Assistent antwortet mit dem, was die Suche findet.',
    modelReady: (name) => `${name} beantwortet Fragen und schreibt Texte.`,
    modelTrouble: (name, why) => `${name} wird gerade nicht genutzt: ${why}`,
    modelUnnamed: 'Kein Modell gewählt',
    modelUnnamedDetail:
      'Ein Endpunkt ist eingerichtet, aber keines seiner Modelle für den Assistenten gewählt.',
    modelAt: (endpoint) => `bei ${endpoint}`,
    modelRunning: (running, waiting) =>
      waiting === 0
        ? of(running, 'Anfrage läuft', 'Anfragen laufen')
        : `${of(running, 'Anfrage läuft', 'Anfragen laufen')}, ${number(waiting)} warten`,
    serversNone: 'Keine Server',
    serversNoneDetail:
      'Kein MCP-Server eingerichtet: Es gibt nichts zu erfassen. Einen hinzufügen oder das Lab ausprobieren.',
    serversOk: (value) => of(value, 'Server', 'Server'),
    serversBad: (bad, all) => `${number(bad)} von ${of(all, 'Server', 'Servern')}`,
    serversProblems: (value) =>
      value === 1
        ? '1 Eintrag der Konfiguration ist nicht verwendbar.'
        : `${number(value)} Einträge der Konfiguration sind nicht verwendbar.`,
    openServers: 'Server öffnen',
    collecting: 'Wird erfasst',
    connection: {
      disabled: 'Abgeschaltet',
      untrusted: 'Anzunehmen',
      idle: 'Bereit',
      connecting: 'Verbindet',
      connected: 'Verbunden',
      waiting: 'Neuer Versuch',
      failed: 'Fehlgeschlagen',
    },
    complete: (relative) => `vollständig ${relative}`,
    neverComplete: 'nie vollständig',
    simulated: 'simuliert',
    moreServers: (value) => `und ${number(value)} weitere`,
  },
  permissions: {
    roles: { viewer: 'Betrachter', operator: 'Operator', approver: 'Freigeber', admin: 'Administrator' },
    needs: (needed, operator, role) =>
      `Dafür braucht es die Rolle ${needed}. Sie sind als ${operator} angemeldet: ${role}.`,
  },
  automation: {
    schedule: 'Erfassung und Dokumente',
    scheduleRuns:
      'Der Zeitplan läuft: Server werden ausgelesen und Dokumente geschrieben, wann die Uhr es sagt.',
    schedulePaused: 'Der Zeitplan ruht: Was zu sehen ist, wird älter.',
    pause: 'Zeitplan anhalten',
    resume: 'Zeitplan fortsetzen',
    paused: 'Der Zeitplan ruht',
    resumed: 'Der Zeitplan läuft wieder',
    pausedShort: 'Angehalten',
  },
  asOf: {
    label: 'Stand',
    shows: (moment) => `Stand: ${moment}`,
    now: 'jetzt',
    backToNow: 'Zurück zu jetzt',
    band: (absolute) => `Alles ist so zu sehen, wie es am ${absolute} war`,
    bandDetail:
      'An der Vergangenheit lässt sich nichts ändern. Dokumente sind die damals gültigen, Einstellungen die von jetzt.',
    presets: {
      hour: 'Vor 1 Stunde',
      hours8: 'Vor 8 Stunden (eine Schicht)',
      day: 'Vor 1 Tag',
      week: 'Vor 1 Woche',
      month: 'Vor 30 Tagen',
    },
    exact: 'Genaue Zeit',
    zone: (zone) => `Jahr-Monat-Tag Stunden:Minuten, in ${zone}`,
    show: 'Diesen Zeitpunkt zeigen',
    inFuture: 'Dieser Zeitpunkt kommt erst noch.',
    notATime: 'Erwartet werden Datum und Uhrzeit, etwa 2026-11-23 14:05.',
  },
  connection: {
    connecting: 'Verbindung zur Anwendung wird aufgebaut',
    lost: (absolute) => `Die Anwendung ist nicht erreichbar seit ${absolute}`,
    lostDetail: 'Was zu sehen ist, wurde vorher gelesen. Die Verbindung kommt von selbst wieder.',
    retryNow: 'Jetzt versuchen',
    back: 'Die Anwendung ist wieder da. Was zu sehen ist, wird neu gelesen.',
    refused: {
      title: 'Diese Adresse braucht ihr Token',
      detail:
        'Die Anwendung lässt nur herein, wer die Adresse hat, die sie beim Start ausgegeben hat, mit dem Token am Ende.',
      steps: [
        'Im Terminal nachsehen, in dem sie gestartet wurde: Die Adresse steht in der ersten Zeile.',
        'Oder die Datei server-token im Datenverzeichnis des Rechners lesen, auf dem sie läuft.',
        'Die ganze Adresse öffnen, mit allem hinter #, oder das Token hier eingeben.',
      ],
      token: 'Token oder die ganze Adresse',
      noToken: 'Erwartet wird ein Token oder eine Adresse, die auf #token=… endet',
      otherToken:
        'Dieses Token wurde nicht angenommen. Jedes Datenverzeichnis hat sein eigenes; das zuletzt ausgegebene gilt.',
      open: 'Konsole öffnen',
    },
    mismatch: {
      title: 'Diese Seite gehört zu einer anderen Version der Anwendung',
      detail:
        'Die Anwendung wurde aktualisiert, seit diese Seite geladen wurde. Neu laden gibt die passende Seite.',
      reload: 'Seite neu laden',
    },
    otherwise: 'Die Anwendung hat diese Seite abgelehnt',
  },
  palette: {
    label: 'Suchen und ausführen',
    placeholder: 'Objekte und Dokumente suchen, Ansicht öffnen, Befehl ausführen…',
    results: (value) => (value === 0 ? 'Nichts gefunden' : of(value, 'Treffer', 'Treffer')),
    recents: 'Zuletzt',
    goTo: 'Gehe zu',
    run: 'Ausführen',
    entities: 'Inventar',
    documents: 'Dokumente',
    settings: 'Einstellungen',
    nothing: (text) => `Nichts passt zu „${text}“`,
    nothingHint:
      'Gesucht wird in Namen, Adressen, Seriennummern, Labels und Überschriften; ein Fehler je Wort ist erlaubt.',
    searching: 'Sucht',
    failed: 'Die Suche hat nicht geantwortet. Ansichten und Befehle sind weiter erreichbar.',
    allInInventory: (text) => `Alles mit „${text}“ im Inventar zeigen`,
    gone: 'weg',
    help: { move: 'wählen', open: 'öffnen', newTab: 'in neuem Tab', close: 'schließen' },
  },
  commands: {
    collect: 'Jetzt von allen Servern erfassen',
    collectStarted: 'Erfassung gestartet',
    write: 'Dokumente jetzt schreiben',
    writeStarted: 'Dokumente werden geschrieben',
    alreadyRunning: 'Läuft bereits',
    showActivity: 'Zeigen',
    theme: (name) => `Farbschema: ${name}`,
    language: (name) => `Sprache: ${name}`,
    timeZone: (name) => `Zeitzone: ${name}`,
    backToNow: 'Stand: zurück zu jetzt',
    asOf: (preset) => `Stand: ${preset}`,
    toggleAssistant: 'Assistent: öffnen oder schließen',
    toggleNavigation: 'Navigation: nur Symbole oder mit Wörtern',
    copyLink: 'Link zu dieser Ansicht kopieren',
    shortcuts: 'Tastenkürzel zeigen',
    reload: 'Alles Gezeigte neu lesen',
    reloaded: 'Neu gelesen',
    failed: (what, why) => `${what}: ${why}`,
  },
  shortcuts: {
    title: 'Tastenkürzel',
    scopes: { everywhere: 'Überall', screen: 'In dieser Ansicht', list: 'In der Liste', panel: 'Im Bereich' },
    goToTitle: 'Gehe zu',
    goTo: (screen) => screen,
    palette: 'Suchen oder ausführen',
    focusSearch: 'Suchen',
    sheet: 'Diese Liste',
    assistant: 'Assistenten öffnen, zur Frage gehen, schließen',
    navigation: 'Navigation schmal oder breit',
    settings: 'Einstellungen',
    resting: 'Einzelne Tasten ruhen, während Text eingegeben wird.',
  },
  listOf: (items) => list(items),
};
