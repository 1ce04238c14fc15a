import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { standIn } from './control.ts';
import type { Menu } from './menu.ts';

class NativeImage {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }
  resize(): NativeImage {
    return this;
  }
  isEmpty(): boolean {
    return !existsSync(this.path);
  }
}

export const nativeImage = { createFromPath: (path: string) => new NativeImage(path) };

export class Tray extends EventEmitter {
  toolTip = '';
  title = '';
  menu: Menu | undefined;
  destroyed = false;
  constructor(image: NativeImage) {
    super();
    if (image.isEmpty()) throw new Error(`the tray has no image: ${image.path}`);
    standIn.trays.push(this);
  }
  setToolTip(text: string): void {
    this.toolTip = text;
  }
  setTitle(text: string): void {
    this.title = text;
  }
  setContextMenu(menu: Menu): void {
    this.menu = menu;
    standIn.changed();
  }
  destroy(): void {
    this.destroyed = true;
  }
}
