import { Boxes, Building2, HardDrive, Network, Server, type LucideIcon } from 'lucide-react';
import type { Domain } from '../../../shared/model/kind.ts';

const icons: Readonly<Record<Domain, LucideIcon>> = {
  infrastructure: Building2,
  vmware: Server,
  kubernetes: Boxes,
  network: Network,
  storage: HardDrive,
};

export function DomainIcon({ domain }: { domain: Domain }) {
  const Icon = icons[domain];
  return <Icon size={14} aria-hidden style={{ flex: 'none' }} />;
}
