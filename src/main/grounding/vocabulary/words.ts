/** Words that hold a sentence together, by what they do in it. All in lower case. */

const list = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

export const prepositions =
  list(`on in to by from with than of at for into onto within inside under over since through via
  auf im an am mit von vom zu zum zur aus als bei beim für durch nach über unter seit ans des upon via`);

export const articles =
  list(`the a an this that these those der die das dem den des ein eine einen einem einer eines
  dieser diese dieses diesem diesen any every each its their his her sein seine seinem seinen ihr ihre ihrem ihren
  same other new old several some various viele einige mehrere`);

export const negations =
  list(`not never neither nor cannot isn't aren't doesn't don't wasn't weren't hasn't haven't didn't
  can't nicht nie niemals weder`);

export const none = list('no none kein keine keinen keinem keiner keines nobody nothing nichts');
export const every = list('all every each both alle allen aller jeder jede jedes beide beiden sämtliche');
export const total =
  list(`total together altogether overall combined sum insgesamt zusammen gesamt gesamte gesamten summe
  collectively aggregate jointly`);

export const pronouns = list(
  'it they itself them er sie es its their sein seine seinen seinem ihr ihre ihren ihrem',
);
export const possessives = list('its their sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer');
export const relatives = list(
  `which that who whose where welche welcher welches welchem welchen dessen deren`,
);
export const germanRelatives = list('der die das dem den denen dessen deren');

export const joins = list('and or as und oder sowie plus &');
export const breaks = list(
  'but while whereas because although though since as aber während wohingegen weil da obwohl sondern so sodass',
);

/** Who says that something is so, or sees it: what stands before its "that" claims nothing about the estate. */
export const sayings =
  list(`report reports reported say says said note noted notice noticed show shows shown see sees seen find finds found observe
  observes observed know knows known confirm confirms confirmed tell tells told turn turns turned mean means indicate
  indicates indicated state states stated record records recorded stand stands mention mentions mentioned seems appear
  appears remember recall learn learned noteworthy notable noting remarkable interesting worth aware striking evident
  meldet melden zeigt zeigen berichtet berichten bestätigt bestätigen fällt ergibt ergab beachten bemerkenswert auffällig
  steht gilt heißt bedeutet wissen festzuhalten anzumerken erwähnenswert sagt`);

export const copulas =
  list(`is are was were be been being remains remain ist sind war waren wurde wurden wird werden sei
  bleibt bleiben`);
export const verbs =
  list(`has have had having hat haben hatte hatten does do did verfügt verfügen beträgt betragen lautet
  lauten consists consist besteht bestehen offers offer bietet gives amounts totals counts reports gibt sits provides
  lists holds contains comprises uses nutzt zeigt shows knows counts spans features carries boasts needs requires became becomes got gets`);

/** Says what might be, was or must be: nothing that an inventory of what is can bear out. */
export const hedges =
  list(`would could should might may must will shall ought soll sollte sollten könnte könnten dürfte
  dürften müsste müssten muss müssen würde würden formerly previously once früher ehemals einst vormals likely
  probably perhaps possibly presumably wahrscheinlich vielleicht möglicherweise vermutlich apparently seemingly supposedly
  if unless wenn falls seems seem false falsely wrong wrongly incorrect incorrectly untrue mistaken mistakenly erroneous erroneously
  alleged allegedly rumour rumoured rumor lie lies myth scheint falsch fälschlich fälschlicherweise irrtümlich angeblich gerücht lüge expected planned geplant soon bald tomorrow morgen can always immer usually typically`);

/** What stands behind one of these is told as a cause. */
export const causes = list(
  `because due owing caused weil wegen aufgrund durch dank thanks since da therefore deshalb daher`,
);

/** Bounds and shares that are not worked out. */
export const unreadable =
  list(`only nur ausschließlich exclusively solely except außer without ohne apart besides half
  hälfte double twice triple doppelt dreimal most majority mehrheit meisten minority third quarter drittel viertel dozen
  dozens hundreds thousands dutzend dutzende hunderte tausende percentile average mean median durchschnitt durchschnittlich
  mittel almost-all first last erste letzte second zweite zweimal respectively jeweils`);

/** Everything a sentence may say of a thing without claiming anything that could be looked up. */
export const assessments =
  list(`attention needs need needed deserves deserve worth look closer review reviewed important
  notable noteworthy relevant interesting please note notice summary overview section document inventory knows known lists
  listed contains contain part is are of the following follows shown below above estate here there be been being it this that
  aufmerksamkeit braucht verdient wichtig bemerkenswert im inventar steht geführt aufgeführt bekannt es den die der das dem
  and und for für to in a an one time recommended number count anzahl zahl remark comment with mit present vorhanden exists recorded enthalten
  erfasst eingetragen documented dokumentiert well gut as currently derzeit at present aktuell zurzeit momentan also auch`);

export const numberWords: ReadonlyMap<string, number> = new Map(
  (
    [
      ['zero', 'null'],
      ['one', 'eins', 'einer', 'eines', 'keiner', 'keines'],
      ['two', 'zwei', 'zweier', 'both', 'beide', 'beiden'],
      ['three', 'drei', 'dreier'],
      ['four', 'vier'],
      ['five', 'fünf'],
      ['six', 'sechs'],
      ['seven', 'sieben'],
      ['eight', 'acht'],
      ['nine', 'neun'],
      ['ten', 'zehn'],
      ['eleven', 'elf'],
      ['twelve', 'zwölf'],
      ['thirteen', 'dreizehn'],
      ['fourteen', 'vierzehn'],
      ['fifteen', 'fünfzehn'],
      ['sixteen', 'sechzehn'],
      ['seventeen', 'siebzehn'],
      ['eighteen', 'achtzehn'],
      ['nineteen', 'neunzehn'],
      ['twenty', 'zwanzig'],
    ] as const
  ).flatMap((words, value) => words.map((word) => [word, value] as const)),
);
/** Also articles, so that nothing is said wrongly when they are not counted. */
export const softNumbers = list('one einer eines keiner keines both beide beiden');

export type Bound = 'more' | 'least' | 'less' | 'most' | 'about';

/** Phrases before a quantity. */
export const bounds: ReadonlyMap<string, Bound> = new Map(
  Object.entries({
    more: [
      'more than',
      'over',
      'above',
      'greater than',
      'larger than',
      'higher than',
      'exceeds',
      'exceeding',
      'mehr als',
      'über',
      'größer als',
      'in excess of',
      'upwards of',
      'longer than',
      'länger als',
    ],
    least: [
      'at least',
      'no less than',
      'no fewer than',
      'not less than',
      'a minimum of',
      'mindestens',
      'wenigstens',
      'not fewer than',
      'nicht weniger als',
    ],
    less: [
      'less than',
      'fewer than',
      'under',
      'below',
      'smaller than',
      'lower than',
      'weniger als',
      'unter',
      'kleiner als',
      'shorter than',
    ],
    most: [
      'at most',
      'no more than',
      'not more than',
      'up to',
      'a maximum of',
      'höchstens',
      'maximal',
      'bis zu',
      'nicht mehr als',
    ],
    about: [
      'about',
      'roughly',
      'around',
      'approximately',
      'approx.',
      'approx',
      'some',
      'circa',
      'ca.',
      'ca',
      'rund',
      'etwa',
      'ungefähr',
      'nearly',
      'almost',
      'close to',
      'just under',
      'just over',
      'fast',
      'knapp',
      'gut',
    ],
  } satisfies Record<Bound, readonly string[]>).flatMap(([bound, phrases]) =>
    phrases.map((phrase) => [phrase, bound as Bound] as const),
  ),
);

/** Verbs that compare: "x exceeds y". */
export const comparingVerbs = list(
  'exceeds exceed exceeded surpasses surpass outsizes outranks outperforms tops übertrifft übertreffen übersteigt überragt',
);

/** Comparatives between two things; and superlatives. `size` compares what makes a thing large. */
export const comparatives: ReadonlyMap<string, { readonly more: boolean; readonly size?: true }> = new Map<
  string,
  { readonly more: boolean; readonly size?: true }
>([
  ...['more', 'mehr', 'higher', 'greater', 'höhere', 'höheren', 'höherer', 'höher'].map(
    (word) => [word, { more: true }] as const,
  ),
  ...['less', 'fewer', 'weniger', 'lower', 'niedrigere', 'niedrigeren', 'geringere', 'geringeren'].map(
    (word) => [word, { more: false }] as const,
  ),
  ...[...comparingVerbs].map((word) => [word, { more: true }] as const),
  ...['fuller', 'busier', 'hotter', 'warmer', 'slower', 'voller', 'heißer', 'wärmer', 'langsamer'].map(
    (word) => [word, { more: true }] as const,
  ),
  ...['emptier', 'cooler', 'colder', 'leerer', 'kühler'].map((word) => [word, { more: false }] as const),
  ...['larger', 'bigger', 'größer', 'größere', 'größeren'].map(
    (word) => [word, { more: true, size: true }] as const,
  ),
  ...['smaller', 'kleiner', 'kleinere', 'kleineren'].map(
    (word) => [word, { more: false, size: true }] as const,
  ),
]);

export const superlatives: ReadonlyMap<string, { readonly most: boolean; readonly size?: true }> = new Map<
  string,
  { readonly most: boolean; readonly size?: true }
>([
  ...[
    'fullest',
    'busiest',
    'hottest',
    'warmest',
    'slowest',
    'vollste',
    'vollsten',
    'heißeste',
    'langsamste',
    'langsamsten',
  ].map((word) => [word, { most: true }] as const),
  ...['emptiest', 'coolest', 'coldest', 'leerste', 'leersten'].map(
    (word) => [word, { most: false }] as const,
  ),
  ...['most', 'meisten', 'meiste', 'highest', 'greatest', 'höchste', 'höchsten', 'maximum'].map(
    (word) => [word, { most: true }] as const,
  ),
  ...[
    'least',
    'fewest',
    'lowest',
    'wenigsten',
    'geringste',
    'geringsten',
    'niedrigste',
    'niedrigsten',
    'minimum',
  ].map((word) => [word, { most: false }] as const),
  ...['largest', 'biggest', 'größte', 'größten', 'größter', 'größtes'].map(
    (word) => [word, { most: true, size: true }] as const,
  ),
  ...['smallest', 'kleinste', 'kleinsten', 'kleinster', 'kleinstes'].map(
    (word) => [word, { most: false, size: true }] as const,
  ),
]);

/** What happened at a moment: the attributes that hold it. */
export const events: ReadonlyMap<string, readonly string[]> = new Map(
  (
    [
      [
        [
          'created',
          'creation',
          'angelegt',
          'erstellt',
          'erzeugt',
          'built',
          'creation date',
          'erstellung',
          'anlage',
          'taken',
          'made',
          'set up',
          'deployed',
          'provisioned',
          'issued',
          'dates from',
          'dates back',
          'goes back',
          'entstand',
          'entstanden',
          'aufgenommen',
          'ausgestellt',
          'eingerichtet',
        ],
        ['createdAt'],
      ],
      [
        [
          'booted',
          'boot',
          'last booted',
          'rebooted',
          'gebootet',
          'last boot',
          'letzte start',
          'letzter start',
          'booting',
        ],
        ['bootedAt'],
      ],
      [
        [
          'started',
          'start',
          'gestartet',
          'startete',
          'last started',
          'restarted',
          'neu gestartet',
          'hochgefahren',
        ],
        ['startedAt', 'bootedAt'],
      ],
      [['opened', 'raised', 'open since', 'eröffnet', 'offen seit', 'open'], ['openedAt']],
      [
        [
          'expires',
          'expire',
          'expiring',
          'valid until',
          'läuft ab',
          'ablaufen',
          'abläuft',
          'ab',
          'expiry',
          'expiry date',
          'runs out',
          'run out',
          'ends',
          'lapses',
          'ceases',
          'valid to',
          'valid till',
          'being valid',
          'good until',
          'gültig bis',
          'läuft aus',
          'ablaufdatum',
        ],
        ['expiresAt', 'certificate.expiresAt'],
      ],
      [['completed', 'finished', 'beendet'], ['completedAt']],
      [
        ['last transferred', 'last transfer', 'last synchronised', 'last synchronized', 'letzte übertragung'],
        ['lastTransferAt'],
      ],
      [['last scaled', 'zuletzt skaliert'], ['lastScaledAt']],
      [['renews', 'renewed', 'renewal', 'erneuert'], ['renewsAt']],
      [['under warranty', 'warranty', 'garantie'], ['warrantyUntilAt']],
      [['released', 'veröffentlicht'], ['biosReleasedAt']],
      [['ready since', 'bereit seit'], ['readySinceAt']],
      [['appeared', 'first seen', 'zuerst gesehen'], ['firstSeenAt']],
      [
        ['last seen', 'observed', 'last observed', 'zuletzt gesehen', 'beobachtet'],
        ['observedAt', 'lastSeenAt'],
      ],
    ] as const
  ).flatMap(([words, paths]) => words.map((word) => [word, paths] as const)),
);

/** Verbs of change, and whether they say which way. */
export const changes: ReadonlyMap<string, 'up' | 'down' | 'any'> = new Map([
  ...[
    'changed',
    'change',
    'changes',
    'moved',
    'migrated',
    'relocated',
    'switched',
    'went',
    'verschoben',
    'migriert',
    'wechselte',
    'gewechselt',
    'änderte',
    'geändert',
    'umgezogen',
    'zog',
    'vmotioned',
    'transferred',
    'modified',
    'adjusted',
    'resized',
    'verlagert',
    'angepasst',
  ].map((word) => [word, 'any'] as const),
  ...[
    'increased',
    'increase',
    'grew',
    'rose',
    'raised',
    'extended',
    'expanded',
    'erhöht',
    'stieg',
    'gewachsen',
    'erweitert',
    'upgraded',
    'doubled',
  ].map((word) => [word, 'up'] as const),
  ...[
    'reduced',
    'decreased',
    'shrank',
    'dropped',
    'fell',
    'lowered',
    'reduziert',
    'verringert',
    'sank',
    'gesunken',
    'cut',
    'gesenkt',
    'downgraded',
    'verkleinert',
  ].map((word) => [word, 'down'] as const),
]);

export const months: readonly (readonly string[])[] = [
  ['january', 'jan', 'januar', 'jänner'],
  ['february', 'feb', 'februar'],
  ['march', 'mar', 'märz', 'mrz'],
  ['april', 'apr'],
  ['may', 'mai'],
  ['june', 'jun', 'juni'],
  ['july', 'jul', 'juli'],
  ['august', 'aug'],
  ['september', 'sep', 'sept'],
  ['october', 'oct', 'oktober', 'okt'],
  ['november', 'nov'],
  ['december', 'dec', 'dezember', 'dez'],
];

/** Words that only German has: figures are read the German way where one stands. */
export const germanWords =
  list(`der die das und ist sind hat haben auf im von vom mit dem den des nicht ein eine wird wurde
  läuft laufen liegt zum zur über als beträgt verfügt gehört es gibt insgesamt am vor seit für sie er aus bei zu steht
  beherbergt enthält umfasst alle aller kein keine`);
