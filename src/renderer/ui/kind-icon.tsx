import {
  AlertTriangle,
  Archive,
  Boxes,
  Box,
  Cable,
  Camera,
  CircleDot,
  Container,
  Cpu,
  Database,
  Disc,
  FileCog,
  Folder,
  Gauge,
  HardDrive,
  Key,
  Layers,
  Monitor,
  Network,
  Router,
  Server,
  Share2,
  Shield,
  Split,
  type LucideIcon,
} from 'lucide-react';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';

/** Words in a kind's name, most telling first. */
const byWord: readonly (readonly [RegExp, LucideIcon])[] = [
  [/finding|alarm|event/, AlertTriangle],
  [/^vm$|virtual-machine/, Monitor],
  [/snapshot/, Camera],
  [/datacenter|site/, Boxes],
  [/datastore|volume|lun|filesystem|share/, Database],
  [/^host|hypervisor|k8s-node|^node|blade|server/, Server],
  [/cluster|resource-pool/, Layers],
  [/switch|portgroup|vds|lag/, Split],
  [/router|firewall|gateway|route|vrf/, Router],
  [/interface|port|nic|link|hba/, Cable],
  [/vlan|network|subnet|prefix|vxlan/, Network],
  [/pod/, Box],
  [/workload|deployment|stateful|daemon|replica|job|cron/, Container],
  [/namespace|folder|tenant|group/, Folder],
  [/service|ingress|endpoint|balancer/, Share2],
  [/secret|certificate|credential/, Key],
  [/policy|role|acl|account|licen/, Shield],
  [/config|profile|template|class|image/, FileCog],
  [/array|appliance|controller|shelf|enclosure/, HardDrive],
  [/pool|raid|aggregate/, Archive],
  [/disk|drive/, Disc],
  [/cpu|quota|limit/, Cpu],
  [/sensor|power|fan|temperature/, Gauge],
];

/** The picture beside a kind's name; never alone where the kind matters. */
export function KindIcon({ kind, size = 14 }: { kind: EntityKind; size?: number }) {
  const Icon = byWord.find(([word]) => word.test(kind))?.[1] ?? CircleDot;
  return <Icon size={size} aria-hidden style={{ flex: 'none', color: 'var(--text-3)' }} />;
}
