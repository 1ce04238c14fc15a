import { EventEmitter } from 'node:events';
import { standIn } from './control.ts';

export class Notification extends EventEmitter {
  readonly options: { readonly title: string; readonly body: string };
  constructor(options: { readonly title: string; readonly body: string }) {
    super();
    this.options = options;
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    standIn.notifications.push(this);
    standIn.changed();
  }
}
