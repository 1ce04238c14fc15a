import type { EntityKind } from '../../../shared/model/kinds/registry.ts';

/** What prose calls one attribute, beyond its title. `!` before the path: a bare quantity may mean it. */
export interface FieldWords {
  readonly path: string;
  readonly kinds?: readonly EntityKind[];
  readonly words: readonly string[];
  readonly implied?: true;
}

/**
 * The fields of the kinds in the order of their definitions, a line each: `[!]path [@kind+kind]: words`. English first,
 * then German. Whoever adds a number to a kind adds its line here.
 */
const lines = `
hostCount: hosts, host count
coreCount: cores, core count, kerne
threadCount: threads, thread count
totalMemoryBytes: total memory, memory, gesamter arbeitsspeicher
haFailoverLevel: host failures, failover level, failures to tolerate, hostausfälle, ausfälle, host-ausfälle
haCpuReservePercent: cpu reserve, reserved cpu, cpu failover capacity, cpu-reserve
haMemoryReservePercent: memory reserve, reserved memory, memory failover capacity, speicherreserve
drsMigrationThreshold: migration threshold, drs threshold, migrationsschwelle
effectiveHostCount: effective hosts, usable hosts, nutzbare hosts
effectiveCpuMhz: effective cpu, usable cpu, nutzbare cpu
effectiveMemoryBytes: effective memory, usable memory, nutzbarer arbeitsspeicher
memoryUsageBytes: memory usage, memory use, consumed memory, used memory, memory in use, speichernutzung, belegter arbeitsspeicher
migrationCount: migrations, vmotions, migrationen
cpuLimitMhz: cpu limit, cpu-limit, cpu-obergrenze
memoryLimitBytes: memory limit, speicherlimit, arbeitsspeicher-limit
cpuReservationMhz: cpu reservation, reserved cpu, cpu reserved, reserved, reserves, reserve, cpu-reservierung, reserviert
memoryReservationBytes: memory reservation, reserved memory, memory reserved, reserved, reserves, reserve, speicherreservierung, reserviert, arbeitsspeicher-reservierung
memoryReservationBytes @resource-pool: memory, arbeitsspeicher
ntpOffsetMs: ntp offset, clock offset, time offset, ntp drift, clock drift, offset, ntp-versatz, zeitabweichung, versatz
coresPerSocket: cores per socket, kerne je sockel
memoryActiveBytes: active memory, aktiver arbeitsspeicher
memoryBalloonedBytes: ballooned memory, ballooning, balloon
memorySwappedBytes: swapped memory, swap
uncommittedBytes: uncommitted space, uncommitted
congestionThresholdMs: congestion threshold
spaceThresholdPercent: space threshold, speicherschwelle
ioLatencyThresholdMs: latency threshold, i/o latency threshold
ports @network+dv-switch: ports, port count
freePorts @dv-switch: free ports, ports free, freie ports
privateVlan: private vlan
vmCount: vms, vm count, virtual machines
usedCpuMillicores: used cpu, cpu usage, cpu-verbrauch
usedMemoryBytes: used memory, memory usage, memory in use, speicherverbrauch
allocatableEphemeralBytes: ephemeral storage, allocatable ephemeral storage
capacityMemoryBytes: memory capacity
capacityCpuMillicores: cpu capacity
images: images, container images
desired @workload: desired replicas, desired pods, gewünschte replikate
updated @workload: updated replicas, up-to-date replicas
misscheduled @workload: misscheduled pods
active @workload+job-run: active pods, active jobs
succeeded @workload+job-run: succeeded pods, successes
failed @workload+job-run: failed pods, failures
completions: completions
parallelism: parallelism
progressDeadlineSeconds: progress deadline
cpuRequestMillicores: cpu request, requested cpu, cpu-anforderung
memoryRequestBytes: memory request, requested memory, speicheranforderung
cpuLimitMillicores: cpu limit, cpu-limit
memoryLimitBytes @pod: memory limit, speicherlimit
backendsReady: ready backends, backends ready, healthy backends, ready endpoints, bereite backends, bereiten backends, backends are ready, of backends ready
backends: backends, endpoints, backend, endpunkte
requestedBytes: requested storage, requested capacity, requested, requests, angefordert, angeforderte kapazität
filesystemBytes: file system size, filesystem, dateisystem
inodesUsedPercent: inodes, inode usage, inodes used
minReplicas: minimum replicas, min replicas, minimum number of replicas, minimum replica count, minimum, lower limit, lower bound, replicas, minimale replikatzahl, untergrenze, mindestzahl, replikate, replikaten
maxReplicas: maximum replicas, max replicas, maximum number of replicas, maximum replica count, maximum, upper limit, upper bound, ceiling, replicas, maximale replikatzahl, obergrenze, höchstzahl, replikate, replikaten
currentReplicas: current replicas, replicas, current number of replicas, current replica count, aktuelle replikate, replikate, replikaten
desiredReplicas: desired replicas, desired number of replicas, gewünschte replikate
disruptionsAllowed: disruptions, allowed disruptions, disruptions allowed, evictions, unterbrechungen, störungen, erlaubte unterbrechungen
expectedPods: expected pods, erwartete pods
currentHealthy: healthy pods, current healthy, gesunde pods
desiredHealthy: desired healthy, required healthy pods
generation: generation
count @k8s-event: occurrences, times, mal
position: position, rack position, lowest unit
heightU: height, height units, rack units, units, unit, u, höheneinheiten, höhe
localAsn @router+switch+firewall+device: local as, local asn, as, asn, as number, autonomous system, as-nummer, lokale as-nummer, lokales as
maximumWatts: maximum power, maximum draw, maximale leistung
upsMinutesLeft: minutes left, runtime left, remaining runtime, restlaufzeit
upsLoadPercent: ups load, load, usv-last
!powerWatts: power, power draw, power consumption, draw, draws, drawing, consumes, leistungsaufnahme, stromverbrauch
memoryPercent: memory, memory utilisation, memory utilization, memory load, memory usage, speicherauslastung
routeCount: routes, route count, number of routes, routing table entries, routen
macCount: mac addresses, mac count, mac-adressen
arpCount: arp entries, arp-einträge
nativeVlan: native vlan, untagged vlan, natives vlan
!poeWatts: poe, poe power, power over ethernet
inMbps: inbound traffic, incoming traffic, inbound rate, eingehender verkehr, eingehend
outMbps: outbound traffic, outgoing traffic, outbound rate, ausgehender verkehr, ausgehend
errorsPerSecond: errors per second, fehler pro sekunde
errorPercent: error rate, fehlerrate
inErrors: input errors, inbound errors, receive errors, in errors, rx errors, eingangsfehler, empfangsfehler
outErrors: output errors, outbound errors, transmit errors, out errors, tx errors, ausgangsfehler, sendefehler
inDiscards: input discards, inbound discards
outDiscards: output discards, outbound discards, output drops
lengthMeters: length, länge
vid: id, vlan id, vid, vlan-id, tag, vlan tag, vlan number, vlan-nummer, tagged, vlan
usedCount @prefix: used count, used addresses, addresses, addresses in use, used ips, assigned addresses, allocated addresses, ip addresses, adressen, vergebene adressen, belegte adressen
sizeCount: usable addresses, addresses in total, total addresses, size
remoteAsn: remote as, remote asn, peer as, peer asn, as, asn, as number, neighbour as, neighbor as, autonomous system, entfernte as-nummer, entferntes as, entfernte as, as-nummer
localAsn @bgp-peer: local as, local asn, lokale as-nummer
prefixesReceived: prefixes received, received prefixes, prefixes, received, routes received, routes, receives, receive, announces, advertises, learned prefixes, präfixe, empfangene präfixe, routen
prefixesSent: prefixes sent, sent prefixes, prefixes advertised, advertised prefixes, gesendete präfixe
!commitMbps: commit, committed rate, committed bandwidth, commit rate, contracted bandwidth, committed, contracted, bandwidth, vertraglich zugesicherte bandbreite, zugesicherte bandbreite, bandbreite, vereinbart
voltage: voltage, volts, volt, spannung
amperage: amperage, amps, amperes, ampere, stromstärke
!drawWatts: draw, power draw, load, consumption, power consumption, drawn, draws, draw of, drawing, delivers, supplies, leistungsaufnahme, verbrauch, last, abgegebene leistung
availableWatts: available power, available, verfügbare leistung
capacityWatts: power capacity, rated power, leistungskapazität
maximumPercent: maximum utilisation, maximum load
diskBytes: disk, disk space, festplattenplatz
logicalUsedBytes: logical used space, logical usage, logical space
physicalUsedBytes: physical used space, physical usage, physical space, used space
osdNearFullPercent: near full ratio
osdFullPercent: full ratio
cpuCount: cpus, cpu count
number @shelf: shelf number
bayCount: bays, bay count, einschübe
diskCount: disks, drives, disk count, platten, laufwerke, laufwerken, festplatten
rpm: rpm, revolutions per minute, umdrehungen
bay: bay, slot, einschub
powerOnSeconds: power-on time, power on time, betriebsdauer, betriebsstunden
wearPercent: wear, wear level, worn, wear-out, rated writes, endurance, used up, verschleiß, abnutzung, abgenutzt
snapshotReservePercent: snapshot reserve, snapshot-reserve
savedBytes: savings, saved, saved space, space saved, gespart, einsparung
autogrowMaximumBytes: autogrow limit, autogrow maximum, autogrow ceiling
snapshotUsedBytes: snapshot space, space used by snapshots, snapshots use
spareDiskCount: spare disks, spares, spare drives, hot spares, spare disk, ersatzplatten, ersatzlaufwerke, ersatzfestplatten, reserveplatten
lunCount: luns, lun count
!lagSeconds: lag, replication lag, lags, lagging, behind, delay, trails, rückstand, verzug, verzögerung, im rückstand, hinterher
lastTransferBytes: last transfer, last transfer size, transferred, letzte übertragung
lastTransferSeconds: last transfer time, duration of the last transfer
iops: iops, i/os per second, io operations, operations per second, i/o operations, i/o per second, ios per second
throughputMbps: throughput, data rate, transfer rate, durchsatz, datenrate
`;

export const fieldWords: readonly FieldWords[] = lines
  .trim()
  .split('\n')
  .map((line) => {
    const colon = line.indexOf(':');
    const [name = '', kinds] = line.slice(0, colon).split(' @');
    return {
      path: name.replace('!', ''),
      words: line
        .slice(colon + 1)
        .split(',')
        .map((word) => word.trim()),
      ...(kinds === undefined ? {} : { kinds: kinds.split('+') as EntityKind[] }),
      ...(name.startsWith('!') ? { implied: true as const } : {}),
    };
  });
