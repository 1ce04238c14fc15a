import type { ScreenKey } from './deep-link.ts';

/** Everything that the desktop says outside the page: menus, the tray, notifications, dialogues. */
export interface Texts {
  readonly screens: Readonly<Record<ScreenKey, string>>;
  readonly menu: {
    readonly file: string;
    readonly print: string;
    readonly openDataDirectory: string;
    readonly settings: string;
    readonly closeWindow: string;
    readonly quit: string;
    readonly edit: string;
    readonly undo: string;
    readonly redo: string;
    readonly cut: string;
    readonly copy: string;
    readonly paste: string;
    readonly selectAll: string;
    readonly find: string;
    readonly view: string;
    readonly searchOrRun: string;
    readonly assistant: string;
    readonly reload: string;
    readonly actualSize: string;
    readonly zoomIn: string;
    readonly zoomOut: string;
    readonly fullScreen: string;
    readonly developerTools: string;
    readonly go: string;
    readonly back: string;
    readonly forward: string;
    readonly window: string;
    readonly minimize: string;
    readonly zoom: string;
    readonly bringAllToFront: string;
    readonly help: string;
    readonly shortcuts: string;
    readonly openLogs: string;
    readonly about: string;
    readonly services: string;
    readonly hide: string;
    readonly hideOthers: string;
    readonly showAll: string;
  };
  readonly tray: {
    readonly open: string;
    readonly pending: (count: number) => string;
    readonly nonePending: string;
    readonly keepRunning: string;
    readonly quit: string;
  };
  readonly notices: {
    readonly criticalFinding: string;
    readonly criticalFindings: (count: number) => string;
    readonly collectionFailed: string;
    readonly approvals: (count: number) => string;
    readonly badEndings: (count: number) => string;
    readonly doubleRuns: (count: number) => string;
    readonly urgentTickets: (count: number) => string;
    readonly killSwitchOn: string;
    readonly killSwitchOff: string;
    readonly policyTaken: string;
    readonly policyRefused: string;
    readonly by: (operator: string, reason: string | undefined) => string;
  };
  readonly about: (version: string, dataDir: string) => string;
  readonly savePdf: { readonly title: string; readonly filter: string };
  readonly locked: {
    readonly title: string;
    readonly openInBrowser: string;
    readonly tryAgain: string;
    readonly quit: string;
  };
  readonly failedToStart: { readonly title: string; readonly quit: string };
  readonly crashed: {
    readonly title: string;
    readonly detail: (file: string | undefined) => string;
    readonly restart: string;
    readonly quit: string;
  };
  readonly pageGone: {
    readonly title: string;
    readonly detail: (file: string | undefined) => string;
    readonly reload: string;
    readonly quit: string;
  };
  readonly quitWhileRunning: {
    readonly title: (count: number) => string;
    readonly detail: string;
    readonly stay: string;
    readonly quit: string;
  };
}

const en: Texts = {
  screens: {
    overview: 'Overview',
    inventory: 'Inventory',
    topology: 'Topology',
    documents: 'Documents',
    tickets: 'Tickets',
    remediation: 'Remediation',
    activity: 'Activity',
    settings: 'Settings',
  },
  menu: {
    file: 'File',
    print: 'Print…',
    openDataDirectory: 'Open Data Directory',
    settings: 'Settings…',
    closeWindow: 'Close Window',
    quit: 'Quit Datacenter Docs',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select All',
    find: 'Find…',
    view: 'View',
    searchOrRun: 'Search or Run…',
    assistant: 'Assistant',
    reload: 'Reload',
    actualSize: 'Actual Size',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    fullScreen: 'Full Screen',
    developerTools: 'Developer Tools',
    go: 'Go',
    back: 'Back',
    forward: 'Forward',
    window: 'Window',
    minimize: 'Minimize',
    zoom: 'Zoom',
    bringAllToFront: 'Bring All to Front',
    help: 'Help',
    shortcuts: 'Keyboard Shortcuts',
    openLogs: 'Open Logs',
    about: 'About Datacenter Docs',
    services: 'Services',
    hide: 'Hide Datacenter Docs',
    hideOthers: 'Hide Others',
    showAll: 'Show All',
  },
  tray: {
    open: 'Open Datacenter Docs',
    pending: (count) => (count === 1 ? '1 approval pending' : `${count} approvals pending`),
    nonePending: 'No approvals pending',
    keepRunning: 'Keep Running When the Window Is Closed',
    quit: 'Quit',
  },
  notices: {
    criticalFinding: 'Critical finding',
    criticalFindings: (count) => `${count} new critical findings`,
    collectionFailed: 'Collection failed',
    approvals: (count) =>
      count === 1 ? 'A remediation waits for approval' : `${count} remediations wait for approval`,
    badEndings: (count) =>
      count === 1 ? 'A remediation did not succeed' : `${count} remediations did not succeed`,
    doubleRuns: (count) =>
      count === 1 ? 'A remediation was run twice' : `${count} remediations were run twice`,
    urgentTickets: (count) => (count === 1 ? 'A ticket of priority 1' : `${count} tickets of priority 1`),
    killSwitchOn: 'The kill switch was thrown: nothing runs',
    killSwitchOff: 'The kill switch was released',
    policyTaken: 'Another policy is in force',
    policyRefused: 'A policy of another workstation cannot be used',
    by: (operator, reason) => (reason === undefined ? `by ${operator}` : `by ${operator}: ${reason}`),
  },
  about: (version, dataDir) => `Version ${version}\nData directory: ${dataDir}`,
  savePdf: { title: 'Save as PDF', filter: 'PDF document' },
  locked: {
    title: 'The data directory is in use',
    openInBrowser: 'Open in Browser',
    tryAgain: 'Try Again',
    quit: 'Quit',
  },
  failedToStart: { title: 'Datacenter Docs cannot start', quit: 'Quit' },
  crashed: {
    title: 'Datacenter Docs has met a fault and must restart',
    detail: (file) =>
      file === undefined
        ? 'What was acknowledged is saved. The crash log could not be written.'
        : `What was acknowledged is saved. The crash log is kept on this machine:\n${file}`,
    restart: 'Restart',
    quit: 'Quit',
  },
  pageGone: {
    title: 'The window keeps failing',
    detail: (file) =>
      file === undefined
        ? 'Collection goes on without it.'
        : `Collection goes on without it. The crash log is kept on this machine:\n${file}`,
    reload: 'Load Again',
    quit: 'Quit',
  },
  quitWhileRunning: {
    title: (count) => (count === 1 ? 'A remediation is running' : `${count} remediations are running`),
    detail:
      'Quitting now leaves its outcome unknown: it is not repeated, and asks for a person at the next start.',
    stay: 'Keep Running',
    quit: 'Quit Anyway',
  },
};

const de: Texts = {
  screens: {
    overview: 'Übersicht',
    inventory: 'Inventar',
    topology: 'Topologie',
    documents: 'Dokumente',
    tickets: 'Tickets',
    remediation: 'Behebung',
    activity: 'Aktivität',
    settings: 'Einstellungen',
  },
  menu: {
    file: 'Datei',
    print: 'Drucken …',
    openDataDirectory: 'Datenverzeichnis öffnen',
    settings: 'Einstellungen …',
    closeWindow: 'Fenster schließen',
    quit: 'Datacenter Docs beenden',
    edit: 'Bearbeiten',
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    selectAll: 'Alles auswählen',
    find: 'Suchen …',
    view: 'Ansicht',
    searchOrRun: 'Suchen oder ausführen …',
    assistant: 'Assistent',
    reload: 'Neu laden',
    actualSize: 'Originalgröße',
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    fullScreen: 'Vollbild',
    developerTools: 'Entwicklerwerkzeuge',
    go: 'Gehe zu',
    back: 'Zurück',
    forward: 'Vorwärts',
    window: 'Fenster',
    minimize: 'Minimieren',
    zoom: 'Zoomen',
    bringAllToFront: 'Alle nach vorne bringen',
    help: 'Hilfe',
    shortcuts: 'Tastenkürzel',
    openLogs: 'Protokolle öffnen',
    about: 'Über Datacenter Docs',
    services: 'Dienste',
    hide: 'Datacenter Docs ausblenden',
    hideOthers: 'Andere ausblenden',
    showAll: 'Alle einblenden',
  },
  tray: {
    open: 'Datacenter Docs öffnen',
    pending: (count) => (count === 1 ? '1 Freigabe offen' : `${count} Freigaben offen`),
    nonePending: 'Keine Freigaben offen',
    keepRunning: 'Ohne Fenster weiterlaufen',
    quit: 'Beenden',
  },
  notices: {
    criticalFinding: 'Kritischer Befund',
    criticalFindings: (count) => `${count} neue kritische Befunde`,
    collectionFailed: 'Erfassung fehlgeschlagen',
    approvals: (count) =>
      count === 1 ? 'Eine Behebung wartet auf Freigabe' : `${count} Behebungen warten auf Freigabe`,
    badEndings: (count) =>
      count === 1 ? 'Eine Behebung ist nicht gelungen' : `${count} Behebungen sind nicht gelungen`,
    doubleRuns: (count) =>
      count === 1 ? 'Eine Behebung lief zweimal' : `${count} Behebungen liefen zweimal`,
    urgentTickets: (count) =>
      count === 1 ? 'Ein Ticket der Priorität 1' : `${count} Tickets der Priorität 1`,
    killSwitchOn: 'Der Notschalter ist an: Nichts läuft',
    killSwitchOff: 'Der Notschalter ist wieder aus',
    policyTaken: 'Eine andere Richtlinie gilt',
    policyRefused: 'Die Richtlinie eines anderen Arbeitsplatzes ist nicht verwendbar',
    by: (operator, reason) => (reason === undefined ? `von ${operator}` : `von ${operator}: ${reason}`),
  },
  about: (version, dataDir) => `Version ${version}\nDatenverzeichnis: ${dataDir}`,
  savePdf: { title: 'Als PDF sichern', filter: 'PDF-Dokument' },
  locked: {
    title: 'Das Datenverzeichnis ist in Gebrauch',
    openInBrowser: 'Im Browser öffnen',
    tryAgain: 'Erneut versuchen',
    quit: 'Beenden',
  },
  failedToStart: { title: 'Datacenter Docs kann nicht starten', quit: 'Beenden' },
  crashed: {
    title: 'Datacenter Docs ist auf einen Fehler gestoßen und muss neu starten',
    detail: (file) =>
      file === undefined
        ? 'Was bestätigt war, ist gesichert. Das Absturzprotokoll konnte nicht geschrieben werden.'
        : `Was bestätigt war, ist gesichert. Das Absturzprotokoll liegt auf diesem Rechner:\n${file}`,
    restart: 'Neu starten',
    quit: 'Beenden',
  },
  pageGone: {
    title: 'Das Fenster fällt immer wieder aus',
    detail: (file) =>
      file === undefined
        ? 'Die Erfassung läuft ohne das Fenster weiter.'
        : `Die Erfassung läuft ohne das Fenster weiter. Das Absturzprotokoll liegt auf diesem Rechner:\n${file}`,
    reload: 'Erneut laden',
    quit: 'Beenden',
  },
  quitWhileRunning: {
    title: (count) => (count === 1 ? 'Eine Behebung läuft' : `${count} Behebungen laufen`),
    detail:
      'Wird jetzt beendet, bleibt ihr Ausgang unbekannt: Sie wird nicht wiederholt und verlangt beim nächsten Start nach einem Menschen.',
    stay: 'Weiterlaufen lassen',
    quit: 'Trotzdem beenden',
  },
};

/** `locale` is what the system calls its language: `de`, `de-AT`, `en-GB`, … */
export function textsFor(locale: string): Texts {
  return /^de\b/i.test(locale) ? de : en;
}
