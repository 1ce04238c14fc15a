import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { screenKeys, screenPaths } from './deep-link.ts';
import { menuTemplate, type MenuActions } from './menu.ts';
import { textsFor } from './texts.ts';

function actions() {
  const done: unknown[][] = [];
  const record =
    (name: string) =>
    (...args: unknown[]) => {
      done.push([name, ...args]);
    };
  const names = [
    'goTo',
    'press',
    'back',
    'forward',
    'print',
    'openDataDirectory',
    'openLogs',
    'about',
    'quit',
  ] as const;
  return {
    done,
    actions: Object.fromEntries(names.map((name) => [name, record(name)])) as unknown as MenuActions,
  };
}

function flat(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
}

const platforms = ['linux', 'win32', 'darwin'] as const;

describe.each(platforms)('the menu on %s', (platform) => {
  const template = (locale = 'en') => menuTemplate(platform, textsFor(locale), actions().actions);

  it('has the menus that this platform’s users look for', () => {
    const ids = template().map(({ id }) => id);
    const common = ['file', 'edit', 'view', 'go', 'window', 'help'];
    expect(ids).toEqual(platform === 'darwin' ? ['application', ...common] : common);
  });

  it('uses every accelerator once', () => {
    const taken = flat(template()).flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(taken).size).toBe(taken.length);
  });

  it('quits and opens settings with the keys of this platform', () => {
    const items = flat(template());
    const of = (id: string) => items.find((item) => item.id === id)?.accelerator;
    expect(of('quit')).toBe(platform === 'darwin' ? 'Cmd+Q' : 'Ctrl+Q');
    expect(of('settings')).toBe('CmdOrCtrl+,');
    expect(of('back')).toBe(platform === 'darwin' ? 'Cmd+[' : 'Alt+Left');
  });

  it('opens every screen', () => {
    const { done, actions: doing } = actions();
    const items = flat(menuTemplate(platform, textsFor('en'), doing));
    for (const key of screenKeys) {
      const click = items.find(({ id }) => id === `go-${key}`)?.click as (() => void) | undefined;
      click?.();
    }
    expect(done).toEqual(screenKeys.map((key) => ['goTo', screenPaths[key]]));
  });

  it('leaves to the page the keys that the page knows', () => {
    const { done, actions: doing } = actions();
    const search = flat(menuTemplate(platform, textsFor('en'), doing)).find(({ id }) => id === 'search');
    expect(search).toMatchObject({ accelerator: 'CmdOrCtrl+K', registerAccelerator: false });
    (search?.click as (() => void) | undefined)?.();
    expect(done).toEqual([['press', 'K', [platform === 'darwin' ? 'meta' : 'control']]]);
  });

  it('says everything in German too', () => {
    const labels = (locale: string) =>
      flat(template(locale)).flatMap(({ label, type }) => (type === 'separator' ? [] : (label ?? 'missing')));
    const german = labels('de-DE');
    expect(german).not.toContain('missing');
    const same = labels('en-US').filter((label, index) => label === german[index]);
    expect(same.every((label) => ['Datacenter Docs', 'Tickets'].includes(label))).toBe(true);
  });
});
