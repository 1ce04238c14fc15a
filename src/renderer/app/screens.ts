import {
  Activity,
  BookOpen,
  LayoutDashboard,
  MessageSquare,
  Network,
  Server,
  Settings,
  Ticket,
  Wrench,
  type LucideIcon,
} from 'lucide-react';
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { Catalogue } from '../i18n/catalogue.tsx';

export interface Screen {
  readonly key: keyof Catalogue['shell']['screens'];
  /** Where it lives; screens with pages of their own match below it too. */
  readonly path: string;
  readonly icon: LucideIcon;
  /** Pressed after `g` to go there. */
  readonly goKey: string;
  /** Reached from elsewhere: it stands in no list of screens. */
  readonly aside?: true;
  readonly component: LazyExoticComponent<ComponentType>;
  /** Loads it before it is opened; again costs nothing. */
  readonly load: () => Promise<unknown>;
}

function part(load: () => Promise<ComponentType>): Pick<Screen, 'component' | 'load'> {
  return { component: lazy(async () => ({ default: await load() })), load };
}

/** In the order of the navigation. Each is loaded when it is first opened. */
export const screens: readonly Screen[] = [
  {
    key: 'overview',
    goKey: 'o',
    path: '/',
    icon: LayoutDashboard,
    ...part(async () => (await import('../features/overview/overview-screen.tsx')).OverviewScreen),
  },
  {
    key: 'inventory',
    goKey: 'i',
    path: '/inventory',
    icon: Server,
    ...part(async () => (await import('../features/inventory/inventory-screen.tsx')).InventoryScreen),
  },
  {
    key: 'topology',
    goKey: 't',
    path: '/topology',
    icon: Network,
    ...part(async () => (await import('../features/topology/topology-screen.tsx')).TopologyScreen),
  },
  {
    key: 'documents',
    goKey: 'd',
    path: '/documents',
    icon: BookOpen,
    ...part(async () => (await import('../features/documents/documents-screen.tsx')).DocumentsScreen),
  },
  {
    key: 'tickets',
    goKey: 'k',
    path: '/tickets',
    icon: Ticket,
    ...part(async () => (await import('../features/tickets/tickets-screen.tsx')).TicketsScreen),
  },
  {
    key: 'remediation',
    goKey: 'r',
    path: '/remediation',
    icon: Wrench,
    ...part(async () => (await import('../features/remediation/remediation-screen.tsx')).RemediationScreen),
  },
  {
    key: 'activity',
    goKey: 'a',
    path: '/activity',
    icon: Activity,
    ...part(async () => (await import('../features/activity/activity-screen.tsx')).ActivityScreen),
  },
  {
    key: 'settings',
    goKey: 's',
    path: '/settings',
    icon: Settings,
    ...part(async () => (await import('../features/settings/settings-screen.tsx')).SettingsScreen),
  },
  {
    key: 'assistant',
    goKey: 'j',
    path: '/assistant',
    icon: MessageSquare,
    aside: true,
    ...part(async () => (await import('../features/assistant/assistant-screen.tsx')).AssistantScreen),
  },
];

/** The screen that an address belongs to. */
export function screenAt(path: string): Screen | undefined {
  return screens.find((screen) =>
    screen.path === '/' ? path === '/' : path === screen.path || path.startsWith(`${screen.path}/`),
  );
}
