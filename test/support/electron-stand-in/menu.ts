import type { MenuItemConstructorOptions } from 'electron';
import { standIn } from './control.ts';

const roles = new Set([
  'undo',
  'redo',
  'cut',
  'copy',
  'paste',
  'selectAll',
  'reload',
  'resetZoom',
  'zoomIn',
  'zoomOut',
  'togglefullscreen',
  'toggleDevTools',
  'close',
  'minimize',
  'zoom',
  'front',
  'window',
  'help',
  'services',
  'hide',
  'hideOthers',
  'unhide',
]);
const modifier =
  /^(?:Command|Cmd|Control|Ctrl|CommandOrControl|CmdOrCtrl|Alt|Option|AltGr|Shift|Super|Meta)$/;
const key = /^(?:[A-Z0-9,.?[\]/-]|F\d{1,2}|Plus|Space|Tab|Left|Right|Up|Down|Escape)$/;

export class MenuItem {
  readonly options: MenuItemConstructorOptions;
  readonly submenu: Menu | undefined;
  checked: boolean;
  constructor(options: MenuItemConstructorOptions) {
    const { role, accelerator, label, type, submenu } = options;
    if (role !== undefined && !roles.has(role)) throw new Error(`there is no role ${role}`);
    if (accelerator !== undefined && accelerator !== null && !isAccelerator(accelerator)) {
      throw new Error(`"${accelerator}" is no accelerator`);
    }
    if (type !== 'separator' && role === undefined && (label === undefined || label === '')) {
      throw new Error('an item needs a label');
    }
    this.options = options;
    this.checked = options.checked ?? false;
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : undefined;
  }
  click(): void {
    if (this.options.enabled === false) throw new Error(`${this.options.label ?? ''} is disabled`);
    if (this.options.type === 'checkbox') this.checked = !this.checked;
    (this.options.click as ((item: MenuItem) => void) | undefined)?.(this);
  }
}

function isAccelerator(text: string): boolean {
  const parts = text.split('+');
  return parts.every((part, index) => (index === parts.length - 1 ? key.test(part) : modifier.test(part)));
}

export class Menu {
  readonly items: readonly MenuItem[];
  constructor(items: readonly MenuItem[]) {
    this.items = items;
  }
  static buildFromTemplate(template: readonly MenuItemConstructorOptions[]): Menu {
    return new Menu(template.map((options) => new MenuItem(options)));
  }
  static setApplicationMenu(menu: Menu | null): void {
    const taken = menu?.all().flatMap(({ options }) => options.accelerator ?? []) ?? [];
    const twice = taken.find((accelerator, index) => taken.indexOf(accelerator) !== index);
    if (twice !== undefined) throw new Error(`the accelerator ${twice} is used twice`);
    standIn.menu = menu;
    standIn.changed();
  }
  getMenuItemById(id: string): MenuItem | null {
    return this.all().find(({ options }) => options.id === id) ?? null;
  }
  all(): readonly MenuItem[] {
    return this.items.flatMap((item) => [item, ...(item.submenu?.all() ?? [])]);
  }
}
