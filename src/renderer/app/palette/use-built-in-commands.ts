import { useQueryClient } from '@tanstack/react-query';
import {
  Clock,
  FileText,
  History,
  Keyboard,
  Languages,
  Link2,
  MessageSquare,
  PanelLeft,
  Pause,
  Play,
  RefreshCw,
  SunMoon,
  Ticket,
} from 'lucide-react';
import { useLocation } from 'wouter';
import { useText } from '../../i18n/catalogue.tsx';
import type { Instant } from '../../../shared/model/ids.ts';
import { sections } from '../../features/settings/sections.ts';
import { useCopyLink } from '../../ui/copy-link-button.tsx';
import { useToast } from '../../ui/toast.tsx';
import { asOfPresets } from '../as-of-presets.ts';
import { useAsOf } from '../as-of.ts';
import { links } from '../links.ts';
import { useNow } from '../now.ts';
import { goToAssistant, openShortcuts } from '../overlays.ts';
import { languages, themes, usePreferences } from '../preferences.ts';
import { readEverythingAgain } from '../query-client.ts';
import { screens } from '../screens.ts';
import { zoneLabel } from '../time-zone.ts';
import { useCommand } from '../use-call.ts';
import { usePauseSchedule } from '../use-pause-schedule.ts';
import { useStatus } from '../use-status.ts';
import { useCommands, type PaletteCommand } from './commands.ts';

/** What can be gone to and run from everywhere. */
export function useBuiltInCommands(): void {
  const text = useText();
  const { shell } = text;
  const { commands: words, menu } = shell;
  const preferences = usePreferences();
  const { set } = preferences;
  const [at, setAt] = useAsOf();
  const now = useNow();
  const paused = useStatus()?.jobs.paused ?? false;
  const schedule = usePauseSchedule();
  const queries = useQueryClient();
  const toast = useToast();
  const copyLink = useCopyLink();
  const runJob = useRunJob();

  const goTo = screens.map(({ key, path, icon, goKey }): PaletteCommand => ({
    id: `go-to.${key}`,
    group: 'go-to',
    label: shell.screens[key],
    icon,
    keys: `g ${goKey}`,
    href: path,
  }));
  const run: PaletteCommand[] = [
    { id: 'new-ticket', group: 'run', label: text.tickets.new, icon: Ticket, href: links.newTicket },
    {
      id: 'collect',
      group: 'run',
      label: words.collect,
      icon: RefreshCw,
      run: () => runJob('collection', words.collect, words.collectStarted),
    },
    {
      id: 'write-documents',
      group: 'run',
      label: words.write,
      icon: FileText,
      run: () => runJob('documents', words.write, words.writeStarted),
    },
    {
      id: 'pause-schedule',
      group: 'run',
      label: paused ? shell.automation.resume : shell.automation.pause,
      icon: paused ? Play : Pause,
      run: () => schedule.setPaused(!paused),
    },
    { id: 'copy-link', group: 'run', label: words.copyLink, icon: Link2, run: () => void copyLink() },
    {
      id: 'read-again',
      group: 'run',
      label: words.reload,
      icon: RefreshCw,
      run: () => {
        readEverythingAgain(queries);
        toast({ message: words.reloaded });
      },
    },
    {
      id: 'assistant',
      group: 'run',
      label: words.toggleAssistant,
      icon: MessageSquare,
      keys: 'mod+j',
      run: () => {
        set({ assistantOpen: !preferences.assistantOpen });
        if (!preferences.assistantOpen) goToAssistant();
      },
    },
    {
      id: 'navigation',
      group: 'run',
      label: words.toggleNavigation,
      icon: PanelLeft,
      keys: 'mod+b',
      run: () => set({ navigationOpen: !preferences.navigationOpen }),
    },
    { id: 'shortcuts', group: 'run', label: words.shortcuts, icon: Keyboard, keys: '?', run: openShortcuts },
    ...(at === undefined
      ? []
      : [
          {
            id: 'as-of.now',
            group: 'run' as const,
            label: words.backToNow,
            icon: History,
            run: () => setAt(undefined),
          },
        ]),
    ...asOfPresets.map(({ key, ms }): PaletteCommand => ({
      id: `as-of.${key}`,
      group: 'run',
      label: words.asOf(shell.asOf.presets[key]),
      icon: History,
      run: () => setAt(new Date(now - ms).toISOString() as Instant),
    })),
  ];
  const settings: PaletteCommand[] = [
    ...sections.map(({ key, icon }): PaletteCommand => ({
      id: `settings.${key}`,
      group: 'settings',
      label: text.settings.sections[key],
      words: shell.screens.settings,
      icon,
      href: links.settingsSection(key),
    })),
    ...themes
      .filter((theme) => theme !== preferences.colorScheme)
      .map((theme): PaletteCommand => ({
        id: `theme.${theme}`,
        group: 'settings',
        label: words.theme(menu.themes[theme]),
        icon: SunMoon,
        run: () => set({ colorScheme: theme }),
      })),
    ...languages
      .filter((language) => language !== preferences.language)
      .map((language): PaletteCommand => ({
        id: `language.${language}`,
        group: 'settings',
        label: words.language(menu.languages[language]),
        // Whoever cannot read the console looks for their own language's word.
        words: language,
        icon: Languages,
        run: () => set({ language }),
      })),
    ...(['utc', 'local'] as const)
      .filter((zone) => zone !== preferences.timeZone)
      .map((zone): PaletteCommand => ({
        id: `time-zone.${zone}`,
        group: 'settings',
        label: words.timeZone(zone === 'utc' ? menu.utc : menu.local(zoneLabel(zone))),
        icon: Clock,
        run: () => set({ timeZone: zone }),
      })),
  ];
  useCommands('built-in', [...goTo, ...run, ...settings]);
}

function useRunJob(): (job: string, label: string, started: string) => void {
  const { commands: words } = useText().shell;
  const toast = useToast();
  const [, navigate] = useLocation();
  const command = useCommand('jobs.run', ['status.read', 'jobs.list']);
  return (job, label, started) => {
    command.mutate(
      { job },
      {
        onSuccess: ({ runId, joined }) =>
          toast({
            message: joined ? words.alreadyRunning : started,
            action: { label: words.showActivity, run: () => navigate(links.run(runId)) },
          }),
        onError: (error) =>
          toast({ message: words.failed(label, error.message), status: 'critical', stays: true }),
      },
    );
  };
}
