import type { EntityKind } from '../../../shared/model/kinds/registry.ts';

export interface FlagWords {
  readonly kinds: readonly EntityKind[];
  readonly path: string;
  readonly value: string | boolean;
  readonly words: readonly string[];
  readonly except?: true;
}

/**
 * The kinds' fields of yes and no, and choices of few words, in the order of their definitions:
 * `kinds path=value: words`, `!=` for any value but that one. Whoever adds such a field adds its lines here.
 */
const lines = `
cluster haAdmissionControl=true: admission control enabled, admission control is enabled, admission control
cluster vsanEnabled=true: vsan enabled, vsan is enabled, vsan aktiviert
cluster vsanEnabled=false: vsan disabled, vsan is disabled, vsan deaktiviert
cluster haEnabled=true: ha protection, ha switched on, ha turned on, ha eingeschaltet, high availability is enabled, durch ha geschützt
cluster haEnabled=false: ha switched off, ha turned off, ha ausgeschaltet, high availability is disabled
datastore-cluster drsEnabled=true: drs enabled, drs is enabled, storage drs enabled, storage drs is enabled, drs aktiviert
datastore-cluster drsEnabled=false: drs disabled, drs is disabled, storage drs disabled, storage drs is disabled, drs deaktiviert
cluster drsEnabled=true: drs switched on, drs turned on, drs eingeschaltet
cluster drsEnabled=false: drs switched off, drs turned off, drs ausgeschaltet
resource-pool memoryExpandable=true: expandable memory reservation
host maintenanceMode=true: put into maintenance mode, put into maintenance, entered maintenance mode, undergoing maintenance, being maintained, wartungsmodus, in den wartungsmodus versetzt
host hyperThreading=true: hyper-threading enabled, hyperthreading enabled, hyper-threading is enabled, hyper-threading
vm template=true: a template, template, eine vorlage, vorlage
vm cpuHotAdd=true: cpu hot-add enabled, cpu hot add enabled, cpu hot-add, cpu hot add
vm memoryHotAdd=true: memory hot-add enabled, memory hot add enabled, memory hot-add, memory hot add
vm consolidationNeeded=true: needs consolidation, need consolidation, needs disk consolidation, need disk consolidation, requires consolidation, require consolidation, requires disk consolidation, consolidation is needed, consolidation needed, disk consolidation, consolidation, konsolidierung nötig, konsolidierung, festplattenkonsolidierung
vm toolsRunning=true: vmware tools running, vmware tools are running
datastore multipleHostAccess=true: shared between hosts, shared storage, accessible by several hosts
datastore storageIoControl=true: storage i/o control enabled, storage i/o control
dv-switch networkIoControl=true: network i/o control enabled, network i/o control
alarm enabled=true: enabled, armed, aktiviert
alarm enabled=false: disabled, deaktiviert
workload paused=true: paused, on hold, halted, pausiert, angehalten
workload suspended=true: suspended, ausgesetzt
pod privileged=true: privileged, privilegiert
pod+workload hostNetwork=true: host network, host networking, on the host network
pod ready=true: ready, bereit
certificate ready=true: ready, valid, issued, bereit, gültig
certificate ready=false: unready
service headless=true: headless
persistent-volume-claim phase=Bound: bound, gebunden
persistent-volume-claim phase=Pending: pending, unbound, waiting, waiting for a volume, awaiting a volume, ausstehend, ungebunden, wartend
persistent-volume-claim phase=Lost: lost, without its volume, lost its volume, verloren
persistent-volume phase=Bound: bound, gebunden
persistent-volume phase=Released: released, freigegeben
persistent-volume phase=Available: available for claims
persistent-volume phase=Failed: failed, fehlgeschlagen
persistent-volume-claim+storage-class expandable=true: expandable, resizable, growable, erweiterbar, vergrößerbar, allows expansion, allow expansion, allows volume expansion, allow volume expansion, supports expansion, support expansion, expansion, volume expansion, can be expanded, can be resized, can grow, be expanded
storage-class default=true: default, the default, standard, the default class
access-role unrestricted=true: unrestricted, unbeschränkt
custom-resource-definition established=true: established
switch+router+firewall+device reachable=true: answering, answers, answer, can be reached, be reached, pingable, alive, in kontakt, antwortet
switch+router+firewall+device reachable=false: silent, gone silent, unresponsive, went silent, stumm, dead, lost
switch+router+firewall+device configSaved=false: unsaved configuration, unsaved changes
switch+router+firewall+device upsOnBattery=true: on battery, running on battery, auf batterie
interface operUp=true: link, has link, up and running, connected, hat link, link aktiv
interface operUp=false: lost link, lost its link, without link, no link, link lost, link is down, keinen link, kein link, ohne link, disconnected
interface adminUp=true: administratively enabled, switched on, administrativ aktiv, admin up
interface adminUp=false: administratively disabled, switched off, shut by configuration, administratively shut, shut, admin down, administrativ abgeschaltet, administrativ deaktiviert, abgeschaltet
interface isLag=true: a link aggregation, link aggregation, a port channel, port channel, aggregated
interface inService=true: in service, in betrieb
interface managementOnly=true: management only, a management port
prefix isPool=true: a pool, an address pool
bgp-peer state=established: established, up, stable, aufgebaut, etabliert
bgp-peer state!=established: down, broken, unterbrochen
bgp-peer adminUp=true: administratively up, administratively enabled
bgp-peer adminUp=false: administratively down, administratively disabled
tunnel operUp=true: up, aktiv
tunnel operUp=false: down
circuit+site+rack+vlan+prefix+switch+router+firewall+device+power-feed+cable+tunnel status=active: active, in use, aktiv, in betrieb
circuit+site+rack+vlan+prefix+switch+router+firewall+device+power-feed+cable+tunnel status=planned: planned, geplant
circuit+site+rack+vlan+prefix status=reserved: reserved, set aside, reserviert
vlan+prefix status=deprecated: deprecated, obsolete, retired, veraltet, abgekündigt
power-feed type=primary: primary, the primary feed, primär
power-feed type=redundant: redundant, the redundant feed
array haConfigured=true: ha configured, highly available, redundant, hochverfügbar, ha is configured
lun+array+pool+volume+controller+disk+shelf state=ok: ok, okay, healthy, fine, doing fine, doing well, in good health, in good shape, in good condition, without faults, in ordnung, gesund, fehlerfrei, online and healthy
lun+array+pool+volume+controller+disk+shelf state!=ok: unhealthy, in bad shape
lun+array+pool+volume+controller+disk+shelf state=degraded: degraded, impaired, beeinträchtigt, eingeschränkt, degradiert, runs degraded, in a degraded state, degraded state
lun+array+pool+volume+controller+disk+shelf state=failed: failed, broken, faulty, defective, out of order, ausgefallen, defekt, kaputt
lun+array+pool+volume+controller+disk+shelf state=offline: offline, taken offline, off-line, außer betrieb
controller takeoverPossible=true: takeover possible, takeover is possible, ready for takeover, takeover, can be taken over, be taken over, able to take over, übernahme möglich, übernahmebereit, übernommen werden
controller haEnabled=true: ha enabled, ha is enabled, ha aktiviert
controller haEnabled=false: ha disabled, ha is disabled, ha deaktiviert
controller takeoverState=taken-over: taken over, übernommen
volume+lun thin=true: thin, thin-provisioned, thin provisioned, provisioned thin, thinly provisioned, thin provisioniert
volume+lun thin=false: thick, thick-provisioned, thick provisioned
volume autogrow=true: autogrow, autogrow enabled, autogrow is enabled, grows automatically, grow automatically, wächst automatisch
volume+pool+share encrypted=true: encrypted, encryption, encryption enabled, encryption is enabled, encryption switched on, encryption turned on, encryption active, encryption is active, encrypted at rest, verschlüsselt, verschlüsselung
volume+pool+share encrypted=false: unencrypted, in the clear, encryption disabled, encryption is disabled, unverschlüsselt
volume deduplicated=true: deduplicated, deduplication enabled, deduplication, dedupliziert
volume compressed=true: compressed, compression enabled, compression, komprimiert
volume replicated=true: replicated, protected by replication, mirrored, repliziert, gespiegelt
storage-port linkUp=true: up, link up, has link
storage-port linkUp=false: down, link down, without link
storage-port enabled=true: enabled, aktiviert
storage-port enabled=false: disabled, deaktiviert
storage-snapshot scheduled=true: scheduled, made by a schedule, taken by a schedule, automatic, automatically created, planmäßig
storage-snapshot locked=true: locked, protected, protected from deletion, immutable, gesperrt, geschützt, vor löschung geschützt
replication healthy=true: healthy, ok, fine, in good health, in order, working, without trouble, gesund, in ordnung
replication healthy=false: unhealthy, broken, in trouble, failing, faulty, impaired, ungesund, gestört, fehlerhaft
`;

export const flagStates: readonly FlagWords[] = lines
  .trim()
  .split('\n')
  .flatMap((line): FlagWords[] => {
    const match = /^(\S+) (\w+)(!?=)([\w-]+): (.*)$/.exec(line);
    if (match === null) return [];
    const [, kinds = '', path = '', sign, value = '', words = ''] = match;
    return [
      {
        kinds: kinds.split('+') as EntityKind[],
        path,
        value: value === 'true' ? true : value === 'false' ? false : value,
        words: words.split(',').map((word) => word.trim()),
        ...(sign === '!=' ? { except: true as const } : {}),
      },
    ];
  });
