/** Names that a ticket may use: what broke, who suffers from it, and the device, cluster or array around it. */
export interface TicketNames {
  readonly broken: string;
  readonly suffers: string;
}

export const wordings = ['vague', 'precise', 'alert', 'german', 'misleading', 'unseen'] as const;
export type WordingName = (typeof wordings)[number];

type Words = (names: TicketNames) => string;

/**
 * How people and systems tell of each of the lab's faults. Vague ones name nothing; misleading ones name the right
 * thing and blame something else. Written from the scenarios' descriptions; `unseen` ones stood before anything was
 * mended, and nothing is mended for them.
 */
export const ticketTexts: Readonly<Record<string, Readonly<Record<WordingName, Words>>>> = {
  'hung-vm': {
    vague: () => 'One of our servers has stopped reacting, nobody gets in any more.',
    precise: (n) =>
      `${n.broken} froze a few minutes ago. Console is black, RDP and SSH time out, but it is powered on.`,
    alert: (n) => `[FIRING:1] GuestHeartbeatLost vm=${n.broken} severity=critical`,
    german: (n) => `${n.broken} reagiert seit heute früh auf nichts mehr, Anmeldung unmöglich.`,
    misleading: (n) =>
      `Users are thrown out of ${n.broken}. Probably the network team changed something again.`,
    unseen: (n) =>
      `The application team says that ${n.broken} is dead in the water: pings run into a timeout, the last log line is half an hour old.`,
  },
  'full-datastore': {
    vague: () => 'We cannot create snapshots or new disks any more, VMware says there is not enough room.',
    precise: (n) => `Datastore ${n.broken} has practically no free space left.`,
    alert: (n) => `Alarm 'Datastore usage on disk' on ${n.broken} changed from Yellow to Red`,
    german: (n) => `Der Datastore ${n.broken} läuft voll, bitte dringend Platz schaffen.`,
    misleading: (n) => `${n.suffers} pauses with an I/O error. Is its guest OS broken?`,
    unseen: (n) => `Provisioning fails with "insufficient disk space on datastore ${n.broken}".`,
  },
  'host-down': {
    vague: () => 'Several VMs dropped off at the same moment, an ESXi box seems to be gone.',
    precise: (n) => `vCenter shows ${n.broken} as not responding since a minute.`,
    alert: (n) => `CRITICAL - ${n.broken}: Host connection failure (vCenter alarm)`,
    german: (n) => `ESXi-Host ${n.broken} antwortet nicht mehr.`,
    misleading: (n) => `${n.suffers} is gone from one moment to the next, I bet somebody switched it off.`,
    unseen: (n) => `Cannot manage ${n.broken} from vCenter any longer, its VMs show as disconnected.`,
  },
  'old-snapshots': {
    vague: () => 'Somebody forgot snapshots on a couple of VMs, they keep growing.',
    precise: (n) => `${n.broken} still has the snapshot "before-change" from last month.`,
    alert: (n) => `SnapshotTooOld vm=${n.broken} age=30d`,
    german: (n) => `Auf ${n.broken} liegt noch ein uralter Snapshot, die Sicherung meckert.`,
    misleading: (n) => `Backup of ${n.broken} has become slow. Network bottleneck?`,
    unseen: (n) => `Please consolidate ${n.broken}, delta files from a change weeks ago are still there.`,
  },
  'crash-loop': {
    vague: () => 'Since the last release customers cannot pay, the shop shows an error page.',
    precise: () => 'The pods of checkout in namespace shop restart over and over since 4.8.0 went out.',
    alert: () => '[FIRING] KubePodCrashLooping namespace=shop workload=checkout container=checkout',
    german: () => 'checkout im Namespace shop startet ständig neu und stürzt sofort wieder ab.',
    misleading: () => 'checkout answers 503. I think the load balancer has a problem.',
    unseen: () =>
      'Kunden melden Fehler beim Bezahlen. Im Deployment checkout (shop) wird der Container alle paar Sekunden beendet.',
  },
  'stuck-rollout': {
    vague: () => 'The deployment of this afternoon has been hanging for a quarter of an hour.',
    precise: () => 'Rollout of payments/ledger to 1.23.0 never finishes, the new pod cannot get its image.',
    alert: () => '[FIRING] KubeDeploymentRolloutStuck namespace=payments deployment=ledger',
    german: () => 'Das Rollout von ledger in payments bleibt hängen, der neue Pod kommt nicht hoch.',
    misleading: () => 'ledger in payments: new pod does not start, is the cluster out of memory?',
    unseen: () => 'ErrImagePull in payments, deployment ledger, since about 15 minutes.',
  },
  'failed-node': {
    vague: () => 'A Kubernetes worker seems dead, many pods are stuck terminating.',
    precise: (n) => `Node ${n.broken} went NotReady, kubelet stopped posting status.`,
    alert: (n) => `[FIRING:1] KubeNodeNotReady node=${n.broken} severity=warning`,
    german: (n) => `Der Knoten ${n.broken} ist ausgefallen, kubelet meldet sich nicht mehr.`,
    misleading: (n) => `${n.suffers} does not answer any more, looks like a bug in the application.`,
    unseen: (n) => `${n.broken} disappeared from monitoring, its pods were evicted.`,
  },
  'full-pvc': {
    vague: () => 'A database in Kubernetes refuses writes because its disk is full.',
    precise: (n) => `PVC ${n.broken} in payments is at 98 percent.`,
    alert: (n) => `KubePersistentVolumeFillingUp persistentvolumeclaim=${n.broken} namespace=payments`,
    german: (n) => `Die Festplatte von ${n.suffers} ist voll, Postgres schreibt nicht mehr.`,
    misleading: (n) => `${n.suffers} throws errors on every insert, a corrupted table I suppose.`,
    unseen: (n) => `ENOSPC from ${n.suffers}`,
  },
  'flapping-port': {
    vague: () => 'Some link in the data centre keeps bouncing, we see short interruptions all the time.',
    precise: (n) => `Port ${n.broken} on ${n.suffers} goes up and down every minute.`,
    alert: (n) => `InterfaceFlapping device=${n.suffers} interface=${n.broken}`,
    german: (n) => `Der Port ${n.broken} an ${n.suffers} flattert, ständig Link weg und wieder da.`,
    misleading: (n) => `Host behind ${n.suffers} loses its connection now and then. Driver bug?`,
    unseen: (n) => `Carrier transitions on ${n.suffers} ${n.broken} keep counting.`,
  },
  'switch-down': {
    vague: () => 'A whole rack has lost part of its network.',
    precise: (n) => `${n.broken} does not answer ping or SNMP any more.`,
    alert: (n) => `DOWN: device ${n.broken} unreachable (ICMP 100% loss)`,
    german: (n) => `Switch ${n.broken} ist nicht mehr erreichbar, alle Links weg.`,
    misleading: (n) => `BGP sessions towards ${n.broken} dropped, maybe a wrong password?`,
    unseen: (n) => `Nobody can log in to ${n.broken}; its neighbours report their links to it as lost.`,
  },
  'bgp-down': {
    vague: () => 'A routing neighbour went away, half of the paths are missing.',
    precise: (n) => `BGP on ${n.suffers}: one neighbour is stuck in Active.`,
    alert: (n) => `BgpPeerDown device=${n.suffers} state=active`,
    german: (n) => `Eine BGP-Sitzung von ${n.suffers} kommt nicht mehr hoch.`,
    misleading: (n) => `Traffic through ${n.suffers} takes a detour, is a cable broken?`,
    unseen: (n) => `${n.suffers} verliert Routen, ein Nachbar ist weg.`,
  },
  'errors-on-link': {
    vague: () => 'We have packet loss somewhere in the fabric, retransmits are up.',
    precise: (n) => `${n.broken} on ${n.suffers} counts hundreds of CRC errors per second.`,
    alert: (n) => `InterfaceInErrors device=${n.suffers} interface=${n.broken} rate=250/s`,
    german: (n) => `Auf ${n.suffers} steigen die Eingangsfehler einer Schnittstelle stark an.`,
    misleading: (n) => `Everything behind ${n.suffers} is slow, the storage must be overloaded.`,
    unseen: (n) => `${n.suffers}: bad frames on an uplink, FCS counter is climbing.`,
  },
  'mtu-mismatch': {
    vague: () => 'Small pings work, large transfers hang since the maintenance of yesterday.',
    precise: (n) => `MTU of ${n.broken} on ${n.suffers} does not match the other side.`,
    alert: (n) => `MtuMismatch device=${n.suffers} interface=${n.broken} mtu=1500 peer=9214`,
    german: (n) => `Große Pakete gehen hinter ${n.suffers} verloren, kleine kommen durch.`,
    misleading: (n) => `vMotion over ${n.suffers} fails, is the firewall blocking it?`,
    unseen: (n) => `Jumbo frames do not get across ${n.suffers}.`,
  },
  'ups-on-battery': {
    vague: () => 'Power seems to have failed in the server room, something is beeping.',
    precise: (n) => `${n.broken} runs on battery, 12 minutes left.`,
    alert: (n) => `upsOnBattery host=${n.broken} minutesRemaining=12`,
    german: (n) => `${n.broken} läuft auf Batterie, Netz ist weg.`,
    misleading: (n) => `${n.broken} sends alarms, probably only a sensor.`,
    unseen: (n) => `Mains gone at ${n.broken}!`,
  },
  'full-volume': {
    vague: () => 'One of the storage volumes is about to overflow.',
    precise: (n) => `Volume ${n.broken} is more than 95 % full.`,
    alert: (n) => `wafl.vol.full: volume ${n.broken} nearly full`,
    german: (n) => `Das Volume ${n.broken} ist fast voll.`,
    misleading: (n) => `VMs on ${n.suffers} are slow. Network?`,
    unseen: (n) => `Less than five percent left on ${n.broken}.`,
  },
  'failed-disk': {
    vague: () => 'A disk broke in one of the arrays and a rebuild is running.',
    precise: (n) => `${n.suffers}: data disk ${n.broken} failed, spare is reconstructing.`,
    alert: (n) => `raid.disk.failed array=${n.suffers} disk=${n.broken}`,
    german: (n) => `In ${n.suffers} ist eine Festplatte defekt.`,
    misleading: (n) => `Performance of ${n.suffers} has dropped, too many VMs?`,
    unseen: (n) => `${n.suffers} asks for a replacement drive.`,
  },
  'replication-lag': {
    vague: () => 'Our DR copies are hours behind.',
    precise: (n) => `Replication of volume ${n.suffers} has not transferred anything for four hours.`,
    alert: (n) => `SnapMirrorLagHigh source=${n.suffers} lag=4h`,
    german: (n) => `Die Spiegelung von ${n.suffers} hängt seit Stunden hinterher.`,
    misleading: (n) => `Is ${n.suffers} full? The DR site has old data.`,
    unseen: (n) => `The mirror of ${n.suffers} is out of date, RPO violated.`,
  },
  'path-failure': {
    vague: () => 'We lost redundancy to the SAN, multipathing complains.',
    precise: (n) => `FC port ${n.broken} of ${n.suffers} has no link.`,
    alert: (n) => `fcPortLinkDown array=${n.suffers} port=${n.broken}`,
    german: (n) => `Auf ${n.suffers} ist ein Fibre-Channel-Port ohne Link, Pfade fehlen.`,
    misleading: (n) => `ESXi reports dead paths to ${n.suffers}, is a datastore full?`,
    unseen: (n) => `Optics on ${n.broken} of ${n.suffers} went dark.`,
  },
  'controller-takeover': {
    vague: () => 'A storage controller failed over to its partner during the night.',
    precise: (n) => `${n.broken} has been taken over by its partner.`,
    alert: (n) => `cf.takeover: ${n.broken} in takeover on ${n.suffers}`,
    german: (n) => `Controller ${n.broken} wurde von seinem Partner übernommen.`,
    misleading: (n) => `Latency on ${n.suffers} doubled, did somebody add load?`,
    unseen: (n) => `${n.suffers} runs on one leg: ${n.broken} handed its data to its partner.`,
  },
  'shelf-power': {
    vague: () => 'A disk shelf shows an amber light, one of its PSUs is dead.',
    precise: (n) => `A power supply of shelf ${n.broken} in ${n.suffers} has failed.`,
    alert: (n) => `ses.psu.failed array=${n.suffers} shelf=${n.broken}`,
    german: (n) => `Bei ${n.suffers} ist ein Netzteil im Plattenshelf ausgefallen.`,
    misleading: (n) => `${n.suffers} complains about a shelf. Firmware bug?`,
    unseen: (n) => `Bernstein-LED am Shelf von ${n.suffers}, ein PSU ist tot.`,
  },
};

/** Tickets about things that nothing is wrong with: `{x}` is a thing of the kind. */
export const quietTexts: Readonly<Record<string, readonly string[]>> = {
  vm: ['{x} hangs, nobody can log in', '{x} is slow', '{x} reagiert nicht mehr', 'GuestHeartbeatLost vm={x}'],
  host: ['{x} is not responding', 'ESXi {x} lost its storage paths', '{x} ist ausgefallen'],
  datastore: ['{x} is full', 'Datastore {x} is not accessible', '{x} läuft voll'],
  workload: ['{x} crashes all the time', 'rollout of {x} is stuck', '{x} liefert Fehler 503'],
  switch: ['{x} is not reachable', 'BGP on {x} is down', 'viele Fehler auf {x}'],
  volume: ['volume {x} is filling up', '{x} ist voll', 'replication of {x} lags'],
  'k8s-node': ['KubeNodeNotReady {x}', 'node {x} evicts pods'],
  array: ['a disk of {x} failed', '{x}: controller takeover', 'power supply of {x} is broken'],
};

/** Tickets that name nothing at all, of a time at which nothing is wrong. */
export const quietVague: readonly string[] = [
  'Everything feels slow today.',
  'Is there something wrong with the network?',
  'Please have a look, users complain.',
  'Das Internet geht nicht.',
  'My mouse does not work.',
];
