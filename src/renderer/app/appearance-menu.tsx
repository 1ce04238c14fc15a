import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { SlidersHorizontal } from 'lucide-react';
import { useLocation } from 'wouter';
import { useText } from '../i18n/catalogue.tsx';
import { Keys } from '../ui/kbd.tsx';
import { useToast } from '../ui/toast.tsx';
import { links } from './links.ts';
import { openShortcuts } from './overlays.ts';
import { languages, themes, usePreferences } from './preferences.ts';
import { canSignOut, signOut } from './sign-out.ts';
import { zoneLabel } from './time-zone.ts';
import { useWhoAmI } from './use-permission.ts';

/** How the console looks and speaks at this screen, and its keys. */
export function AppearanceMenu() {
  const { menu } = useText().shell;
  const [, navigate] = useLocation();
  const { colorScheme, language, timeZone, set } = usePreferences();
  const zones = ['utc', 'local', ...(timeZone === 'utc' || timeZone === 'local' ? [] : [timeZone])];
  const zoneWord = (zone: string) =>
    zone === 'utc' ? menu.utc : zone === 'local' ? menu.local(zoneLabel(zone)) : zone;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Tooltip label={menu.label}>
          <ActionIcon aria-label={menu.label}>
            <SlidersHorizontal size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Identity />
        <Menu.Label>{menu.theme}</Menu.Label>
        {themes.map((one) => (
          <Choice
            key={one}
            label={menu.themes[one]}
            chosen={one === colorScheme}
            onChoose={() => set({ colorScheme: one })}
          />
        ))}
        <Menu.Divider />
        <Menu.Label>{menu.language}</Menu.Label>
        {languages.map((one) => (
          <Choice
            key={one}
            label={menu.languages[one]}
            chosen={one === language}
            onChoose={() => set({ language: one })}
          />
        ))}
        <Menu.Divider />
        <Menu.Label>{menu.timeZone}</Menu.Label>
        {zones.map((one) => (
          <Choice
            key={one}
            label={zoneWord(one)}
            chosen={one === timeZone}
            onChoose={() => set({ timeZone: one })}
          />
        ))}
        <Menu.Divider />
        <Menu.Item rightSection={<Keys keys="?" />} onClick={openShortcuts}>
          {menu.shortcuts}
        </Menu.Item>
        <Menu.Item rightSection={<Keys keys="mod+," />} onClick={() => navigate(links.settings)}>
          {menu.settings}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** As whom this page acts, and the way to stop that. */
function Identity() {
  const { operators, shell } = useText();
  const toast = useToast();
  const who = useWhoAmI();
  if (who === undefined) return null;
  const leave = () => signOut().catch(() => toast({ message: operators.signOutFailed, status: 'critical' }));
  return (
    <>
      <Menu.Label>{operators.signedInAs(who.operator, shell.permissions.roles[who.role])}</Menu.Label>
      {canSignOut() && <Menu.Item onClick={() => void leave()}>{operators.signOut}</Menu.Item>}
      <Menu.Divider />
    </>
  );
}

function Choice(props: { label: string; chosen: boolean; onChoose: () => void }) {
  return (
    <Menu.RadioItem value={props.label} checked={props.chosen} onChange={props.onChoose}>
      {props.label}
    </Menu.RadioItem>
  );
}
