import type { EntityKind } from '../../../../src/shared/model/kinds/registry.ts';
import { english, factCase, german, type FactCase } from '../case.ts';
import { capital, kindName, withArticle } from '../words.ts';

interface StateWords {
  readonly value: string | boolean;
  /** What stands after "X": with and without "not". */
  readonly en: readonly (readonly [says: string, denies: string])[];
  readonly de: readonly (readonly [says: string, denies: string])[];
}

interface State {
  readonly kind: EntityKind;
  readonly path: string;
  readonly values: readonly StateWords[];
}

const is = (word: string): readonly [string, string] => [`is ${word}`, `is not ${word}`];
const ist = (word: string): readonly [string, string] => [`ist ${word}`, `ist nicht ${word}`];

const states: readonly State[] = [
  {
    kind: 'vm',
    path: 'powerState',
    values: [
      { value: 'on', en: [is('powered on'), is('switched on')], de: [ist('eingeschaltet')] },
      {
        value: 'off',
        en: [is('powered off'), is('switched off'), is('turned off'), is('shut down')],
        de: [ist('ausgeschaltet'), ist('heruntergefahren')],
      },
      { value: 'suspended', en: [is('suspended')], de: [ist('angehalten'), ist('suspendiert')] },
    ],
  },
  {
    kind: 'vm',
    path: 'toolsStatus',
    values: [
      {
        value: 'current',
        en: [['has current VMware Tools', 'does not have current VMware Tools']],
        de: [['hat aktuelle VMware Tools', 'hat keine aktuellen VMware Tools']],
      },
      {
        value: 'outdated',
        en: [['has outdated VMware Tools', 'does not have outdated VMware Tools']],
        de: [['hat veraltete VMware Tools', 'hat keine veralteten VMware Tools']],
      },
    ],
  },
  {
    kind: 'host',
    path: 'connectionState',
    values: [
      { value: 'connected', en: [is('connected')], de: [ist('verbunden')] },
      { value: 'disconnected', en: [is('disconnected')], de: [ist('getrennt')] },
      {
        value: 'not responding',
        en: [
          ['is not responding', 'is responding'],
          ['does not respond', 'responds'],
        ],
        de: [
          ['antwortet nicht', 'antwortet'],
          ['reagiert nicht', 'reagiert'],
        ],
      },
    ],
  },
  {
    kind: 'host',
    path: 'maintenanceMode',
    values: [
      {
        value: true,
        en: [is('in maintenance mode'), is('under maintenance')],
        de: [
          ['ist im Wartungsmodus', 'ist nicht im Wartungsmodus'],
          ['befindet sich im Wartungsmodus', 'befindet sich nicht im Wartungsmodus'],
        ],
      },
    ],
  },
  {
    kind: 'cluster',
    path: 'haEnabled',
    values: [
      {
        value: true,
        en: [['has HA enabled', 'does not have HA enabled']],
        de: [['hat HA aktiviert', 'hat HA nicht aktiviert']],
      },
      {
        value: false,
        en: [['has HA disabled', 'does not have HA disabled']],
        de: [['hat HA deaktiviert', 'hat HA nicht deaktiviert']],
      },
    ],
  },
  {
    kind: 'datastore',
    path: 'accessible',
    values: [
      { value: true, en: [is('accessible')], de: [ist('erreichbar'), ist('zugänglich')] },
      { value: false, en: [is('inaccessible')], de: [ist('unzugänglich')] },
    ],
  },
  {
    kind: 'interface',
    path: 'operUp',
    values: [
      { value: true, en: [is('up'), is('operational')], de: [ist('aktiv')] },
      { value: false, en: [is('down')], de: [ist('ausgefallen'), ist('down')] },
    ],
  },
  {
    kind: 'switch',
    path: 'reachable',
    values: [
      { value: true, en: [is('reachable')], de: [ist('erreichbar')] },
      { value: false, en: [is('unreachable')], de: [ist('unerreichbar')] },
    ],
  },
  {
    kind: 'k8s-node',
    path: 'ready',
    values: [{ value: true, en: [is('ready'), is('Ready')], de: [ist('bereit')] }],
  },
  {
    kind: 'k8s-node',
    path: 'unschedulable',
    values: [{ value: true, en: [is('cordoned'), is('unschedulable')], de: [ist('gesperrt')] }],
  },
  {
    kind: 'pod',
    path: 'phase',
    values: [
      {
        value: 'Running',
        en: [['is in phase Running', 'is not in phase Running'], is('running')],
        de: [['ist in der Phase Running', 'ist nicht in der Phase Running']],
      },
      { value: 'Pending', en: [is('pending'), is('Pending')], de: [ist('ausstehend')] },
      { value: 'Failed', en: [['has failed', 'has not failed']], de: [ist('fehlgeschlagen')] },
    ],
  },
  {
    kind: 'pool',
    path: 'state',
    values: [
      { value: 'ok', en: [is('healthy'), is('ok')], de: [ist('gesund'), ist('in Ordnung')] },
      { value: 'degraded', en: [is('degraded')], de: [ist('beeinträchtigt')] },
      { value: 'failed', en: [['has failed', 'has not failed']], de: [ist('ausgefallen')] },
    ],
  },
];

interface Slots {
  readonly name: string;
  readonly kind: EntityKind;
  readonly says: string;
}

function single(state: State): FactCase {
  const { kind, path, values } = state;
  const kin = kindName(kind);
  const truths = (value: unknown, language: 'en' | 'de', holds: boolean) =>
    values.flatMap((words) =>
      words[language].map(([says, denies]) => ((words.value === value) === holds ? says : denies)),
    );
  const affirmed = (value: unknown, language: 'en' | 'de') =>
    values.filter((words) => words.value === value).flatMap((words) => words[language].map(([says]) => says));
  const phrases = (value: unknown, language: 'en' | 'de', holds: boolean) =>
    // `Ready` of what is unknown is neither true nor false.
    value === undefined ? [] : truths(value, language, holds);
  const wrapping = {
    en: [
      english<Slots>('state', (s) => `${s.name} ${s.says}.`),
      english<Slots>('state', (s) => `The ${kin} ${s.name} ${s.says}.`),
      english<Slots>('state', (s) => `At present, ${s.name} ${s.says}.`),
      english<Slots>('pronoun', (s) => `The ${kin} ${s.name} needs attention because it ${s.says}.`),
    ],
    de: [
      german<Slots>('state', (s) => `${s.name} ${s.says}.`),
      german<Slots>('state', (s) => `${capital(withArticle(kind, s.name))} ${s.says}.`),
      german<Slots>('state', (s) => `${s.name} ${s.says.replace(/^(\S+)/, '$1 derzeit')}.`),
    ],
  };
  return factCase<Slots>({
    name: `${kind} ${path}`,
    wordings: [...wrapping.en, ...wrapping.de],
    draw(estate, { language }) {
      const entity = estate.dice.maybe(estate.named(kind));
      if (entity === undefined) return undefined;
      const value: unknown = (entity.attributes as Readonly<Record<string, unknown>>)[path];
      const plain = affirmed(value, language);
      const says = estate.dice.maybe(
        plain.length > 0 && estate.dice.chance(0.6) ? plain : phrases(value, language, true),
      );
      return says === undefined ? undefined : { name: entity.name, kind, says };
    },
    faults: {
      'stale-state': (s, estate, { language }) => {
        // Another state is said plainly.
        const value = attribute(estate.entities, s.name, kind, path);
        const says = estate.dice.maybe(
          values
            .filter((words) => words.value !== value)
            .flatMap((words) => words[language].map(([one]) => one)),
        );
        return value === undefined || says === undefined ? undefined : { ...s, says };
      },
      negation: (s, _estate, { language }) => {
        const pairs = values.flatMap((words) => words[language]);
        const pair = pairs.find(([says, denies]) => says === s.says || denies === s.says);
        return pair === undefined ? undefined : { ...s, says: pair[0] === s.says ? pair[1] : pair[0] };
      },
      'wrong-host': (s, estate, { language }) => {
        const value = attribute(estate.entities, s.name, kind, path);
        const said = affirmed(value, language).includes(s.says);
        const other = estate.dice.maybe(
          estate.named(kind).filter(({ name }) => attribute(estate.entities, name, kind, path) !== value),
        );
        return said && other !== undefined ? { ...s, name: other.name } : undefined;
      },
      'invented-entity': (s, estate) => ({ ...s, name: estate.invent(kind) }),
    },
  });
}

function attribute(
  entities: readonly { readonly name: string; readonly kind: EntityKind; readonly attributes: object }[],
  name: string,
  kind: EntityKind,
  path: string,
): unknown {
  const entity = entities.find((one) => one.name === name && one.kind === kind);
  return (entity?.attributes as Readonly<Record<string, unknown>> | undefined)?.[path];
}

export const stateCases: readonly FactCase[] = states.map(single);
