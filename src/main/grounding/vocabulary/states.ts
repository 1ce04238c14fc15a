import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import { flagStates } from './flag-states.ts';

/** A word or phrase that says that an attribute has one of some values (or has none of them). */
export interface StateMeaning {
  readonly kind: EntityKind;
  readonly path: string;
  readonly values: readonly (string | boolean)[];
  /** Any value but these. */
  readonly except?: true;
}

interface StateWords {
  readonly kinds: readonly EntityKind[];
  readonly path: string;
  readonly value: string | boolean | readonly (string | boolean)[];
  readonly words: readonly string[];
  readonly except?: true;
}

const devices: readonly EntityKind[] = ['switch', 'router', 'firewall', 'device'];
const storageHealth: readonly EntityKind[] = ['pool', 'volume', 'array', 'controller', 'disk', 'shelf'];

/** A kind's states and what prose calls them: the one place to add to when a kind gets another state. */
const spoken: readonly StateWords[] = [
  {
    kinds: ['vm'],
    path: 'powerState',
    value: 'on',
    words: [
      'powered on',
      'switched on',
      'turned on',
      'running',
      'up',
      'eingeschaltet',
      'in betrieb',
      'angeschaltet',
    ],
  },
  {
    kinds: ['vm'],
    path: 'powerState',
    value: 'off',
    words: [
      'powered off',
      'powered down',
      'switched off',
      'turned off',
      'shut down',
      'shut off',
      'off',
      'stopped',
      'ausgeschaltet',
      'heruntergefahren',
      'abgeschaltet',
    ],
  },
  {
    kinds: ['vm'],
    path: 'powerState',
    value: 'suspended',
    words: ['suspended', 'angehalten', 'suspendiert', 'paused'],
  },
  {
    kinds: ['vm'],
    path: 'toolsStatus',
    value: 'current',
    words: [
      'current vmware tools',
      'up-to-date vmware tools',
      'vmware tools are current',
      'aktuelle vmware tools',
      'aktuellen vmware tools',
      'vmware tools are up to date',
    ],
  },
  {
    kinds: ['vm'],
    path: 'toolsStatus',
    value: 'outdated',
    words: [
      'outdated vmware tools',
      'old vmware tools',
      'vmware tools are outdated',
      'veraltete vmware tools',
      'veralteten vmware tools',
      'vmware tools sind veraltet',
    ],
  },
  {
    kinds: ['vm'],
    path: 'toolsStatus',
    value: 'not installed',
    words: [
      'no vmware tools',
      'without vmware tools',
      'keine vmware tools',
      'ohne vmware tools',
      'vmware tools are not installed',
    ],
  },
  {
    kinds: ['host'],
    path: 'connectionState',
    value: 'connected',
    words: ['connected', 'verbunden', 'online'],
  },
  {
    kinds: ['host'],
    path: 'connectionState',
    value: 'disconnected',
    words: ['disconnected', 'getrennt', 'offline'],
  },
  {
    kinds: ['host'],
    path: 'connectionState',
    value: 'not responding',
    words: [
      'not responding',
      'unresponsive',
      'does not respond',
      'antwortet nicht',
      'reagiert nicht',
      'nicht erreichbar',
    ],
  },
  {
    kinds: ['host'],
    path: 'connectionState',
    value: 'not responding',
    except: true,
    words: ['is responding', 'responds', 'responding', 'antwortet', 'reagiert', 'responsive'],
  },
  {
    kinds: ['host'],
    path: 'powerState',
    value: 'powered on',
    words: ['powered on', 'switched on', 'eingeschaltet'],
  },
  {
    kinds: ['host'],
    path: 'powerState',
    value: 'powered off',
    words: ['powered off', 'switched off', 'ausgeschaltet'],
  },
  { kinds: ['host'], path: 'powerState', value: 'standby', words: ['in standby', 'standby'] },
  {
    kinds: ['host'],
    path: 'maintenanceMode',
    value: true,
    words: [
      'in maintenance mode',
      'in maintenance',
      'under maintenance',
      'maintenance mode',
      'im wartungsmodus',
      'in wartung',
      'wartungsmodus',
    ],
  },
  {
    kinds: ['cluster'],
    path: 'haEnabled',
    value: true,
    words: [
      'ha enabled',
      'ha is enabled',
      'ha aktiviert',
      'ha ist aktiviert',
      'high availability enabled',
      'ha is on',
      'ha active',
      'ha activated',
      'protected by ha',
    ],
  },
  {
    kinds: ['cluster'],
    path: 'haEnabled',
    value: false,
    words: [
      'ha disabled',
      'ha is disabled',
      'ha deaktiviert',
      'ha ist deaktiviert',
      'high availability disabled',
      'ha is off',
      'no ha',
      'without ha',
      'kein ha',
      'ohne ha',
    ],
  },
  {
    kinds: ['cluster'],
    path: 'drsEnabled',
    value: true,
    words: [
      'drs enabled',
      'drs is enabled',
      'drs aktiviert',
      'drs ist aktiviert',
      'drs is on',
      'drs active',
      'drs activated',
    ],
  },
  {
    kinds: ['cluster'],
    path: 'drsEnabled',
    value: false,
    words: [
      'drs disabled',
      'drs is disabled',
      'drs deaktiviert',
      'drs ist deaktiviert',
      'drs is off',
      'no drs',
      'without drs',
      'kein drs',
      'ohne drs',
    ],
  },
  {
    kinds: ['datastore'],
    path: 'accessible',
    value: true,
    words: ['accessible', 'reachable', 'erreichbar', 'zugänglich', 'zugreifbar', 'online'],
  },
  {
    kinds: ['datastore'],
    path: 'accessible',
    value: false,
    words: ['inaccessible', 'unreachable', 'unzugänglich', 'unerreichbar', 'offline', 'nicht erreichbar'],
  },
  {
    kinds: ['interface', 'storage-port'],
    path: 'operUp',
    value: true,
    words: ['up', 'operational', 'aktiv', 'active', 'operationally up', 'link up'],
  },
  {
    kinds: ['interface', 'storage-port'],
    path: 'operUp',
    value: false,
    words: [
      'down',
      'ausgefallen',
      'inaktiv',
      'inactive',
      'operationally down',
      'link down',
      'not operational',
    ],
  },
  {
    kinds: ['interface'],
    path: 'adminUp',
    value: true,
    words: ['administratively up', 'enabled', 'aktiviert'],
  },
  {
    kinds: ['interface'],
    path: 'adminUp',
    value: false,
    words: ['administratively down', 'disabled', 'shut down', 'deaktiviert'],
  },
  {
    kinds: devices,
    path: 'reachable',
    value: true,
    words: ['reachable', 'erreichbar', 'responding', 'responds', 'antwortet', 'up', 'online'],
  },
  {
    kinds: devices,
    path: 'reachable',
    value: false,
    words: [
      'unreachable',
      'unerreichbar',
      'nicht erreichbar',
      'not responding',
      'down',
      'offline',
      'antwortet nicht',
    ],
  },
  { kinds: ['k8s-node', 'pod'], path: 'ready', value: true, words: ['ready', 'bereit'] },
  { kinds: ['k8s-node', 'pod'], path: 'ready', value: false, words: ['notready', 'unready'] },
  {
    kinds: ['k8s-node'],
    path: 'unschedulable',
    value: true,
    words: ['cordoned', 'unschedulable', 'gesperrt', 'closed for scheduling'],
  },
  { kinds: ['k8s-node'], path: 'unschedulable', value: false, words: ['schedulable', 'uncordoned'] },
  {
    kinds: ['pod'],
    path: 'phase',
    value: 'Running',
    words: ['running', 'in phase running', 'in der phase running', 'phase running'],
  },
  {
    kinds: ['pod'],
    path: 'phase',
    value: 'Pending',
    words: ['pending', 'ausstehend', 'phase pending', 'wartend'],
  },
  { kinds: ['pod'], path: 'phase', value: 'Failed', words: ['failed', 'fehlgeschlagen', 'phase failed'] },
  {
    kinds: ['pod'],
    path: 'phase',
    value: 'Succeeded',
    words: ['succeeded', 'completed', 'phase succeeded', 'abgeschlossen'],
  },
  { kinds: ['namespace'], path: 'phase', value: 'Active', words: ['active', 'aktiv'] },
  { kinds: ['namespace'], path: 'phase', value: 'Terminating', words: ['terminating'] },
  {
    kinds: storageHealth,
    path: 'state',
    value: 'ok',
    words: ['ok', 'healthy', 'in good health', 'gesund', 'in ordnung', 'fine', 'okay', 'fehlerfrei'],
  },
  { kinds: storageHealth, path: 'state', value: 'ok', except: true, words: ['unhealthy'] },
  {
    kinds: storageHealth,
    path: 'state',
    value: 'degraded',
    words: ['degraded', 'beeinträchtigt', 'eingeschränkt', 'degradiert'],
  },
  {
    kinds: storageHealth,
    path: 'state',
    value: 'failed',
    words: ['failed', 'ausgefallen', 'defekt', 'broken', 'faulty'],
  },
  { kinds: storageHealth, path: 'state', value: 'offline', words: ['offline'] },
  {
    kinds: ['vm', 'host', 'cluster', 'datastore'],
    path: 'overallStatus',
    value: 'green',
    words: ['green', 'healthy', 'grün'],
  },
  {
    kinds: ['vm', 'host', 'cluster', 'datastore'],
    path: 'overallStatus',
    value: 'yellow',
    words: ['yellow', 'gelb'],
  },
  {
    kinds: ['vm', 'host', 'cluster', 'datastore'],
    path: 'overallStatus',
    value: 'red',
    words: ['red', 'rot'],
  },
  { kinds: ['bgp-peer'], path: 'state', value: 'established', words: ['established', 'up', 'aufgebaut'] },
  {
    kinds: ['bgp-peer'],
    path: 'state',
    value: 'established',
    except: true,
    words: ['down'],
  },
  {
    kinds: ['finding'],
    path: 'severity',
    value: 'critical',
    words: ['critical', 'kritisch', 'kritische', 'kritischen', 'kritischer'],
  },
  {
    kinds: ['finding'],
    path: 'severity',
    value: 'warning',
    words: ['warning', 'warnings', 'warnung', 'warnungen'],
  },
  { kinds: ['finding'], path: 'severity', value: 'info', words: ['info', 'informational'] },
  {
    kinds: ['host'],
    path: 'lockdownMode',
    value: ['normal', 'strict'],
    words: ['in lockdown mode', 'locked down'],
  },
  { kinds: ['volume'], path: 'thin', value: true, words: ['thin', 'thin-provisioned', 'thin provisioned'] },
  { kinds: ['volume', 'pool'], path: 'encrypted', value: true, words: ['encrypted', 'verschlüsselt'] },
  { kinds: ['volume', 'pool'], path: 'encrypted', value: false, words: ['unencrypted', 'unverschlüsselt'] },
  { kinds: ['workload'], path: 'suspended', value: true, words: ['suspended'] },
  { kinds: ['workload'], path: 'paused', value: true, words: ['paused', 'pausiert'] },
];

/** Words in lower case → what they say of which kind. */
export const stateWords: ReadonlyMap<string, readonly StateMeaning[]> = readStates();

function readStates(): Map<string, StateMeaning[]> {
  const words = new Map<string, StateMeaning[]>();
  for (const { kinds, path, value, words: own, except } of [...spoken, ...flagStates]) {
    const values = Array.isArray(value)
      ? (value as readonly (string | boolean)[])
      : [value as string | boolean];
    for (const word of own) {
      const known = words.get(word) ?? [];
      for (const kind of kinds) known.push({ kind, path, values, ...(except === true ? { except } : {}) });
      words.set(word, known);
    }
  }
  return words;
}
