import { formatFor } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../catalogue.tsx';

const { number } = formatFor('de');
const of = (value: number, one: string, many: string) => plural('de', value, one, many);
const changes = (value: number) => of(value, 'Änderung', 'Änderungen');

export const sync: Catalogue['sync'] = {
  states: {
    off: 'Nur lokal',
    connecting: 'Verbindet',
    running: 'Geteilt',
    unreachable: 'Nicht erreichbar',
    refused: 'Abgewiesen',
    'not-set-up': 'Nicht eingerichtet',
    outdated: 'Neuer als hier',
    paused: 'Angehalten',
  },
  collections: {
    entities: 'Inventar',
    changes: 'Änderungen',
    runs: 'Erfassungen',
    documents: 'Dokumente',
    'document-versions': 'Dokumentversionen',
    tickets: 'Tickets',
    remediations: 'Behebungn',
    feedback: 'Bewertungen',
    audit: 'Audit',
    policies: 'Richtlinie',
    presence: 'Anwesenheit',
  },

  indicator: {
    label: 'Abgleich',
    notKnown: 'Noch nicht bekannt',
    wait: (count) => `${changes(count)} ${count === 1 ? 'wartet' : 'warten'}`,
    refusedSome: (count) => `${changes(count)} abgewiesen`,
    offDetail:
      'Keine CouchDB eingerichtet: Was dieser Arbeitsplatz erfasst und schreibt, bleibt hier. Für die Arbeit allein fehlt nichts.',
    waitDetail: (count) =>
      count === 1
        ? '1 Änderung wartet hier und geht hinaus, sobald es geht.'
        : `${number(count)} Änderungen warten hier und gehen hinaus, sobald es geht.`,
    refusedDetail: (count) =>
      count === 1
        ? 'Der Server nimmt 1 Änderung dieses Arbeitsplatzes nicht an.'
        : `Der Server nimmt ${number(count)} Änderungen dieses Arbeitsplatzes nicht an.`,
    failing: (names) => `Mit Fehlern: ${names}`,
  },

  first: {
    title: 'Dieser Arbeitsplatz behält alles für sich',
    gives: [
      'Was ein Arbeitsplatz erfasst, schreibt oder entscheidet, lesen die anderen innerhalb von Sekunden.',
      'Ohne den Server arbeiten alle weiter; was inzwischen geändert wurde, wird zusammengeführt, wenn er wieder da ist.',
      'Eine Behebung, die an zwei Arbeitsplätzen zugleich freigegeben wird, läuft einmal.',
    ],
    needs:
      'Nötig sind eine Apache CouchDB 3, vorbereitet mit „datacenter-docs init-db“, und ein eigenes Konto darauf: Was dort freigegeben wird, gilt nur unter diesem Konto.',
  },
  form: {
    title: 'Verbinden',
    change: 'Verbindung ändern',
    url: 'Adresse',
    urlDetail: 'Ohne Konto und Passwort.',
    user: 'Konto',
    userDetail: 'Der eigene Name auf der CouchDB: Er steht in Ansprüchen und Freigaben.',
    password: 'Passwort',
    passwordDetail: 'Liegt im Geheimnisspeicher dieses Arbeitsplatzes. Es wird nie wieder gezeigt.',
    showPassword: 'Getipptes zeigen',
    passwordKept: 'Leer lassen, um das gespeicherte zu behalten.',
    more: 'Präfix, Zertifizierungsstelle, Proxy',
    prefix: 'Präfix der Datenbanken',
    prefixDetail: 'Wie es init-db bekommen hat.',
    caFile: 'Zertifizierungsstelle',
    caFileDetail:
      'Pfad einer PEM-Datei auf der Maschine der Anwendung; ihr wird neben denen des Systems vertraut.',
    caFileExample: '/etc/ssl/certs/noc.pem',
    proxy: 'Proxy',
    proxyDetail: 'HTTP-Proxy auf dem Weg zum Server.',
    plain:
      'Konto, Passwort und alles Geteilte gehen unverschlüsselt über das Netz. Außerhalb dieser Maschine https verwenden.',
    badUrl: 'Erwartet wird eine Adresse wie https://couchdb.example.org:6984',
    renamed: (operator: string, account: string) =>
      `Wer die Anwendung hier ausführt, heißt von da an „${account}“ statt „${operator}“: Der Server glaubt einem Konto, was in seinem eigenen Namen gesagt wird.`,
    otherName: (operator: string, account: string) =>
      `Sie arbeiten hier als „${operator}“ über das Konto „${account}“: Ihre Freigaben und Entscheidungen bleiben hier, und hat das Konto die Rolle node nicht, auch Ihre Worte.`,
    noCredentials: 'Konto und Passwort haben eigene Felder; bitte aus der Adresse nehmen.',
    connect: 'Prüfen und verbinden',
    save: 'Prüfen und speichern',
    connected: (host) => `Verbunden mit ${host}`,
  },
  hints: {
    'couchdb-refused': 'Konto und Passwort prüfen. Hier wurde nichts geändert.',
    'couchdb-forbidden':
      'Das Konto ist bekannt und darf dort nichts. Wer die CouchDB verwaltet, gibt ihm mit „datacenter-docs init-db“ eine Rolle.',
    'couchdb-unreachable':
      'Adresse, Netz, Proxy und Zertifizierungsstelle prüfen. Hier wurde nichts geändert.',
    'couchdb-missing':
      'Zuerst „datacenter-docs init-db“ gegen diesen Server ausführen oder das Präfix prüfen. Hier wurde nichts geändert.',
    'couchdb-malformed': 'Unter dieser Adresse antwortet etwas anderes: Host und Port prüfen.',
    'sync-off': 'Zuerst eine CouchDB verbinden.',
  },

  state: {
    title: 'Zustand',
    server: 'Server',
    account: 'Konto',
    roles: 'Rollen dort',
    noRoles: 'Keine: Dieses Konto liest und schreibt nichts',
    collector: 'Erfasser',
    version: 'CouchDB',
    versionUnknown: 'Der Server hat noch nicht geantwortet',
    clock: 'Uhr',
    clockSame: 'Wie die des Servers, auf die Sekunde',
    clockAhead: (by) => `Geht der des Servers ${by} vor`,
    clockBehind: (by) => `Geht der des Servers ${by} nach`,
    clockUnknown: 'Der Server hat seine Zeit noch nicht genannt',
    clockHint:
      'Um so viel sind Zeiten in Tickets und Audit falsch. Die Maschine sollte ihre Zeit aus dem Netz beziehen (NTP).',
    seconds: (value) => of(value, 'Sekunde', 'Sekunden'),
    minutes: (value) => of(value, 'Minute', 'Minuten'),
    hours: (value) => of(value, 'Stunde', 'Stunden'),
    workstation: 'Dieser Arbeitsplatz',
    leads: 'Darf führen',
    leadsDetail:
      'Erfasst Quellen, schreibt Dokumente und nimmt Alarme für alle Arbeitsplätze an, wo es niemand sonst schon tut.',
    whatNow: {
      unreachable:
        'Hier geht die Arbeit weiter. Ist der Server wieder da, verbindet es sich von selbst; bis dahin läuft keine geteilte Behebung auf eine einfache Freigabe hin.',
      refused:
        'Konto und Passwort neu eingeben oder dem Konto von der Verwaltung des Servers eine Rolle geben lassen.',
      'not-set-up':
        '„datacenter-docs init-db“ gegen diesen Server ausführen; danach geht es von selbst weiter.',
      outdated: 'Datacenter Docs an diesem Arbeitsplatz aktualisieren. Bis dahin arbeitet er nur für sich.',
      paused: 'Hier geht die Arbeit weiter. Bis jemand fortsetzt, wird nichts gesendet oder empfangen.',
    },
  },
  actions: {
    pause: 'Anhalten…',
    resume: 'Fortsetzen',
    resumed: 'Es wird wieder geteilt',
    check: 'Beide Seiten vergleichen',
    repair: 'Neu senden und lesen…',
    change: 'Ändern…',
    disconnect: 'Trennen…',
    notWhileOff: (state) => `Nicht im Zustand „${state}“`,
  },
  pause: {
    title: 'Teilen an diesem Arbeitsplatz anhalten',
    text: 'Bis jemand fortsetzt, wird nichts gesendet oder empfangen, auch nach einem Neustart. Die anderen Arbeitsplätze teilen untereinander weiter. Geteilte Behebungn laufen hier solange nicht.',
    reason: 'Grund',
    reasonHint: 'Er steht im Audit und beim Zustand.',
    act: 'Teilen anhalten',
    done: 'Das Teilen ist an diesem Arbeitsplatz angehalten',
  },
  repair: {
    title: 'Alles neu senden und lesen',
    all: 'Alle Sammlungen',
    collection: 'Was',
    steps: [
      'Jedes Dokument geht noch einmal in beide Richtungen; was sich unterscheidet, wird nach der Regel seiner Sammlung zusammengeführt.',
      'Was der Server abgewiesen hat, wird noch einmal versucht.',
      'Auf keiner Seite wird etwas gelöscht.',
    ],
    cost: 'Es dauert so lange wie die erste Verbindung und läuft im Hintergrund.',
    act: 'Neu senden und lesen',
    done: (count) => `${of(count, 'Sammlung wird', 'Sammlungen werden')} neu gesendet und gelesen`,
  },
  disconnect: {
    title: 'Diesen Arbeitsplatz trennen',
    text: 'Adresse, Konto und Passwort werden hier vergessen. Was geteilt wurde, bleibt hier und auf dem Server.',
    alone:
      'Von da an handelt dieser Arbeitsplatz für sich: Er führt Behebungn aus, ohne die anderen zu fragen, und erfasst und schreibt alles selbst.',
    pending: (count) =>
      count === 1
        ? '1 Änderung wurde noch nicht gesendet. Sie bleibt allein hier.'
        : `${number(count)} Änderungen wurden noch nicht gesendet. Sie bleiben allein hier.`,
    act: 'Trennen',
    done: 'Dieser Arbeitsplatz arbeitet wieder für sich',
  },

  table: {
    title: 'Sammlungen',
    name: 'Sammlung',
    database: 'Datenbank',
    pending: 'Zu senden',
    pendingHint: 'Änderungen hier, die der Server noch nicht hat',
    behind: 'Zu lesen',
    behindHint: 'Änderungen auf dem Server, die hier noch nicht gelesen wurden',
    behindUnknown: 'Der Server wurde noch nicht gefragt',
    merged: 'Vereint',
    mergedHint: 'Auf beiden Seiten geändert und zusammengeführt, seit dem Start der Anwendung',
    parked: 'Abgewiesen',
    parkedHint: 'Dokumente, die der Server nicht annimmt oder die hier nicht verstanden werden',
    settled: 'Vollständig',
    settledHint: 'Wann alles gesendet und empfangen war',
    neverSettled: 'Seit dem Start nicht vollständig',
    more: (count) => `und ${number(count)} weitere`,
    none: 'Keine Sammlungen',
    noneReason: 'Sie stehen hier, sobald der Server zum ersten Mal geantwortet hat.',
  },
  parked: {
    title: 'Abgewiesen',
    count: (count) => of(count, 'Dokument', 'Dokumente'),
    detail:
      'Hier bleiben sie, wie sie sind, und alles andere geht weiter. Jedes wird wieder versucht, wenn es sich ändert und wenn neu gesendet und gelesen wird.',
    collection: 'Sammlung',
    id: 'Dokument',
    reason: 'Warum',
    at: 'Seit',
  },
  check: {
    title: 'Vergleich',
    running: (name) => `${name}: wird verglichen`,
    progress: (done, total) => `${number(done)} von ${number(total)}`,
    starting: 'Der Server wird gefragt',
    cancel: 'Abbrechen',
    cancelled: 'Der Vergleich wurde abgebrochen',
    same: 'Beide Seiten haben dasselbe',
    notSame: 'Etwas ist nicht, wie es sein soll',
    took: (seconds) => `in ${seconds} s`,
    findings: 'Wie der Server eingerichtet ist',
    inOrder: (count) => `${number(count)} in Ordnung`,
    here: 'Hier',
    there: 'Dort',
    difference: 'Unterschied',
    onlyHere: (count) => `${number(count)} nur hier`,
    onlyThere: (count) => `${number(count)} nur dort`,
    differing: (count) => `${number(count)} verschieden`,
    equal: 'Gleich',
    firstHundred: 'Die ersten hundert stehen hier.',
    onlyHereList: 'Nur hier',
    onlyThereList: 'Nur dort',
    differingList: 'Verschieden',
    repairHint: 'Neu senden und lesen bringt beide Seiten zusammen.',
  },
};
