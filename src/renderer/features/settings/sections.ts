import {
  Bell,
  BookOpen,
  CalendarClock,
  Clock,
  Cpu,
  FileCode,
  FolderOpen,
  Info,
  Library,
  Monitor,
  Palette,
  RefreshCw,
  Server,
  Stethoscope,
  TriangleAlert,
  Users,
  type LucideIcon,
} from 'lucide-react';
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { Catalogue } from '../../i18n/catalogue.tsx';

export type SectionKey = keyof Catalogue['settings']['sections'];

export interface SettingsSection {
  readonly key: SectionKey;
  readonly icon: LucideIcon;
  readonly component: LazyExoticComponent<ComponentType>;
  /** A line between groups comes before it. */
  readonly group?: true;
}

/** In the order in which they stand at the side; each is loaded when it is first opened. */
export const sections: readonly SettingsSection[] = [
  {
    key: 'servers',
    icon: Server,
    component: lazy(async () => ({
      default: (await import('./servers/servers-section.tsx')).ServersSection,
    })),
  },
  {
    key: 'profiles',
    icon: FileCode,
    component: lazy(async () => ({
      default: (await import('./profiles/profiles-section.tsx')).ProfilesSection,
    })),
  },
  {
    key: 'schedule',
    icon: CalendarClock,
    component: lazy(async () => ({ default: (await import('./schedule-section.tsx')).ScheduleSection })),
  },
  {
    key: 'findings',
    icon: TriangleAlert,
    component: lazy(async () => ({ default: (await import('./findings-section.tsx')).FindingsSection })),
  },
  {
    key: 'documents',
    icon: BookOpen,
    component: lazy(async () => ({ default: (await import('./documents-section.tsx')).DocumentsSection })),
  },
  {
    key: 'knowledge',
    icon: Library,
    component: lazy(async () => ({ default: (await import('./knowledge-section.tsx')).KnowledgeSection })),
  },
  {
    key: 'model',
    icon: Cpu,
    group: true,
    component: lazy(async () => ({ default: (await import('./model-section.tsx')).ModelSection })),
  },
  {
    key: 'sync',
    icon: RefreshCw,
    component: lazy(async () => ({ default: (await import('./sync/sync-section.tsx')).SyncSection })),
  },
  {
    key: 'operators',
    icon: Users,
    component: lazy(async () => ({
      default: (await import('./operators/operators-section.tsx')).OperatorsSection,
    })),
  },
  {
    key: 'notifications',
    icon: Bell,
    component: lazy(async () => ({
      default: (await import('./notifications-section.tsx')).NotificationsSection,
    })),
  },
  {
    key: 'appearance',
    icon: Palette,
    group: true,
    component: lazy(async () => ({ default: (await import('./appearance-section.tsx')).AppearanceSection })),
  },
  {
    key: 'time',
    icon: Clock,
    component: lazy(async () => ({ default: (await import('./time-section.tsx')).TimeSection })),
  },
  {
    key: 'desktop',
    icon: Monitor,
    component: lazy(async () => ({ default: (await import('./desktop-section.tsx')).DesktopSection })),
  },
  {
    key: 'data',
    icon: FolderOpen,
    group: true,
    component: lazy(async () => ({ default: (await import('./data-section.tsx')).DataSection })),
  },
  {
    key: 'diagnostics',
    icon: Stethoscope,
    component: lazy(async () => ({
      default: (await import('./diagnostics-section.tsx')).DiagnosticsSection,
    })),
  },
  {
    key: 'about',
    icon: Info,
    component: lazy(async () => ({ default: (await import('./about-section.tsx')).AboutSection })),
  },
];
