import { attributeText } from '../../../shared/format.ts';
import { fillOf } from '../../assistant/entity-facts.ts';
import { definePattern, sign, told, type CausePattern, type Sign } from './cause-pattern.ts';

const hungGuest = definePattern({
  id: 'hung-guest',
  title: 'Guest hangs',
  kinds: ['vm'],
  symptoms:
    /\bhang(?:s|ing)?\b|\bhung\b|\bfrozen?\b|\bfreez|unresponsive|not respond|(?:does|do|did) ?n[o'’]t (?:answer|respond)|no heartbeat|heartbeat|stuck|stop(?:s|ped)? (?:react|respond|answer)|no longer (?:react|respond|answer)|nobody (?:can )?(?:gets?|log)|can ?n[o'’]t log ?in|\bdead\b|time[ds]? ?out|hängt|eingefroren|reagiert (?:\S+ ){0,4}nicht|reagiert .*nichts|antwortet nicht|keine antwort|anmeldung (?:un|nicht )möglich/i,
  rules: ['VS20'],
  follows: ['VS18'],
  spreads: true,
  actions: ['vm.restart'],
  cause: ({ name }) =>
    `The guest of ${name} hangs: it is powered on and VMware Tools no longer reports a heartbeat`,
  signs(vm) {
    if (vm.kind !== 'vm') return [];
    const { powerState, heartbeat, toolsRunning, toolsStatus } = vm.attributes;
    const found: Sign[] = [];
    if (heartbeat === 'red') {
      found.push(
        sign('for', 'moderate', vm, ['heartbeat', 'powerState'], 'its heartbeat is red while it is on'),
      );
    }
    if (heartbeat === 'green') {
      found.push(sign('against', 'conclusive', vm, ['heartbeat'], 'its heartbeat is green'));
    }
    if (toolsRunning === false && powerState === 'on' && toolsStatus !== 'not installed') {
      found.push(sign('for', 'weak', vm, ['toolsRunning', 'toolsStatus'], 'VMware Tools does not run'));
    }
    if (powerState !== undefined && powerState !== 'on') {
      found.push(sign('against', 'conclusive', vm, ['powerState'], `it is ${powerState}`));
    }
    return found;
  },
});

const vmOff = definePattern({
  id: 'vm-off',
  title: 'VM is not running',
  kinds: ['vm'],
  symptoms:
    /\bdown\b|\boff\b|offline|not reachable|unreachable|powered off|stopped|aus(?:geschaltet|gefallen)?\b|nicht erreichbar/i,
  spreads: true,
  changes: /^attributes\.powerState$/,
  actions: ['vm.power-on'],
  cause: ({ name }) => `${name} is not powered on`,
  signs(vm) {
    if (vm.kind !== 'vm' || vm.attributes.template === true) return [];
    const { powerState } = vm.attributes;
    if (powerState === undefined) return [];
    return powerState === 'on'
      ? [sign('against', 'conclusive', vm, ['powerState'], 'it is on')]
      : [sign('for', 'strong', vm, ['powerState'], `it is ${powerState}`)];
  },
});

const vmLost = definePattern({
  id: 'vm-lost',
  title: 'VM inaccessible',
  kinds: ['vm'],
  symptoms: /orphan|inaccessible|invalid|disconnected|verwaist|nicht erreichbar|unreachable/i,
  rules: ['VS19'],
  follows: ['VS20', 'VS18'],
  spreads: true,
  cause: ({ name }) => `vCenter no longer reaches ${name} where it is registered`,
});

const hostDown = definePattern({
  id: 'host-down',
  title: 'Host down',
  kinds: ['host'],
  symptoms:
    /\bhost\b.*\b(?:down|lost|offline|gone|dead)|\b(?:esxi?|hypervisor)\b.*\b(?:down|lost|gone|dead|disappeared|crashed)|dropped off|connection failure|not respond|disconnected|unreachable|\bdown\b|psod|purple|ausgefallen|nicht erreichbar|antwortet nicht/i,
  rules: ['VS01'],
  follows: ['VS03', 'VS05', 'VS10', 'VS13', 'VS19', 'VS20', 'KU01', 'KU04', 'KU05', 'NW02'],
  spreads: true,
  cause: ({ name }) => `Host ${name} is down or cut off: vCenter has no connection to it`,
  signs(host) {
    if (host.kind !== 'host') return [];
    const { connectionState } = host.attributes;
    if (connectionState === undefined) return [];
    return connectionState === 'connected'
      ? [sign('against', 'conclusive', host, ['connectionState'], 'vCenter is connected to it')]
      : [sign('for', 'moderate', host, ['connectionState'], `vCenter calls it ${connectionState}`)];
  },
});

const datastoreFull = definePattern({
  id: 'datastore-full',
  foretold: true,
  title: 'Datastore full',
  kinds: ['datastore'],
  symptoms:
    /\bfull\b|no space|out of space|space left|disk space|capacity|fills? up|filling|\b\d{2,3} ?% (?:used|full)|enough (?:space|room)|insufficient (?:disk )?space|low on (?:disk )?space|no room|enospc|overflow|voll|kein (?:speicher)?platz|speicherplatz|läuft voll/i,
  rules: ['VS11'],
  follows: ['VS12'],
  spreads: true,
  actions: ['volume.grow', 'vm.snapshot.remove'],
  cause: ({ name }) => `Datastore ${name} is nearly full: VMs on it pause when nothing is left`,
  signs(datastore) {
    const fill = fillOf(datastore);
    if (!fill) return [];
    const percent = (100 * fill.used) / fill.size;
    const text = `${attributeText('Percent', percent)} of it is used, ${attributeText('Bytes', fill.free)} are free`;
    const facts = ['usedBytes', 'freeBytes', 'capacityBytes'];
    if (percent >= 95) return [sign('for', 'moderate', datastore, facts, text)];
    return percent < 75 ? [sign('against', 'strong', datastore, facts, text)] : [];
  },
  targets: (datastore, view) => [
    ...view
      .outbound(datastore, 'backed-by')
      .flatMap((one) =>
        one.kind === 'lun' ? [...view.outbound(one, 'backed-by'), ...view.outbound(one, 'stored-on')] : [one],
      ),
    datastore,
    ...view
      .inbound(datastore, 'stored-on', 'vm')
      .filter((vm) => vm.kind === 'vm' && (vm.attributes.snapshots ?? []).length > 0),
  ],
});

const datastoreLost = definePattern({
  id: 'datastore-lost',
  foretold: true,
  title: 'Datastore not accessible',
  kinds: ['datastore'],
  symptoms:
    /inaccessible|not accessible|unmounted|\bapd\b|\bpdl\b|all paths down|nicht erreichbar|nicht zugreifbar/i,
  rules: ['VS13'],
  follows: ['VS19'],
  spreads: true,
  cause: ({ name }) => `Datastore ${name} cannot be reached from all of its hosts`,
  signs: (datastore) =>
    datastore.kind === 'datastore' && datastore.attributes.accessible === false
      ? [sign('for', 'strong', datastore, ['accessible'], 'it is not accessible')]
      : [],
});

const oldSnapshot = definePattern({
  id: 'old-snapshot',
  title: 'Snapshot too old',
  kinds: ['vm'],
  symptoms: /snapshot|snapshots|delta|consolidat|konsolidier|backup (?:left|failed)|sicherung/i,
  rules: ['VS15', 'VS16', 'VS17'],
  actions: ['vm.snapshot.remove'],
  cause: ({ name }) =>
    `${name} carries snapshots that are old, large or many: they slow it down and eat its datastore`,
  signs(vm) {
    if (vm.kind !== 'vm') return [];
    const { snapshots } = vm.attributes;
    if (snapshots === undefined) return [];
    const left = snapshots.find(({ name }) => /veeam|backup|commvault|rubrik|cohesity|nakivo/i.test(name));
    if (left) {
      return [
        told(
          'for',
          'weak',
          vm,
          'snapshots',
          `snapshot "${left.name}" looks like one that a backup left behind`,
        ),
      ];
    }
    return snapshots.length === 0
      ? [sign('against', 'conclusive', vm, ['snapshots'], 'it has no snapshots')]
      : [];
  },
});

const guestDiskFull = definePattern({
  id: 'guest-disk-full',
  foretold: true,
  title: 'File system in the guest full',
  kinds: ['vm'],
  symptoms: /\bfull\b|no space|space left|disk space|file ?system|voll|kein (?:speicher)?platz|dateisystem/i,
  rules: ['VS23'],
  spreads: true,
  actions: ['vm.disk.grow'],
  cause: ({ name }) => `A file system in the guest of ${name} is nearly full`,
});

const cpuStarved = definePattern({
  id: 'cpu-starved',
  foretold: true,
  title: 'VM waits for CPU',
  kinds: ['vm'],
  symptoms: /\bslow|latency|sluggish|cpu|performance|langsam|träge/i,
  rules: ['VS21'],
  actions: ['vm.migrate'],
  cause: ({ name }) => `${name} waits for CPU: its host has no core for it when it is ready`,
});

const memoryPressed = definePattern({
  id: 'memory-pressed',
  foretold: true,
  title: 'VM under memory pressure',
  kinds: ['vm'],
  symptoms: /\bslow|memory|swap|balloon|sluggish|performance|langsam|speicher|träge/i,
  rules: ['VS22'],
  actions: ['vm.migrate'],
  cause: ({ name }) => `The hypervisor takes memory from ${name}: it balloons or swaps`,
});

const pathsLost = definePattern({
  id: 'storage-paths-lost',
  foretold: true,
  title: 'Storage paths lost',
  kinds: ['host', 'storage-port'],
  symptoms: /\bpaths?\b|multipath|redundan|fib(?:re|er) ?channel|\bfc\b|\bhba\b|\bsan\b|pfad|pfade/i,
  rules: ['VS10'],
  spreads: true,
  actions: ['path.fail-over'],
  cause: (entity) =>
    entity.kind === 'storage-port'
      ? `Port ${entity.name} of the array has lost its link: paths to its LUNs are gone`
      : `${entity.name} has lost paths to its storage`,
  signs: (port) =>
    port.kind === 'storage-port' && port.attributes.linkUp === false && port.attributes.enabled !== false
      ? [sign('for', 'strong', port, ['linkUp', 'enabled', 'controller'], 'it is enabled and has no link')]
      : [],
});

const uplinkDown = definePattern({
  id: 'host-uplink-down',
  foretold: true,
  title: 'Uplink of a host down',
  kinds: ['host'],
  symptoms: /uplink|\bnic\b|vmnic|\blink\b|adapter|netzwerkkarte/i,
  rules: ['VS09'],
  spreads: true,
  cause: ({ name }) => `A network adapter of ${name} that its switches use has no link`,
});

const certificate = definePattern({
  id: 'certificate-expiring',
  foretold: true,
  title: 'Certificate expires',
  kinds: ['host', 'certificate'],
  symptoms: /certificate|\bcert\b|\btls\b|\bssl\b|x509|expire|zertifikat|abgelaufen|läuft ab/i,
  rules: ['VS08', 'KU13'],
  spreads: true,
  cause: ({ name }) => `A certificate of ${name} has expired or is about to`,
});

export const vmwarePatterns: readonly CausePattern[] = [
  hungGuest,
  vmOff,
  vmLost,
  hostDown,
  datastoreFull,
  datastoreLost,
  oldSnapshot,
  guestDiskFull,
  cpuStarved,
  memoryPressed,
  pathsLost,
  uplinkDown,
  certificate,
];
