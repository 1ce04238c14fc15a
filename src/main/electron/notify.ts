import { Notification } from 'electron';
import type { Notice } from './notices.ts';

/** Shown ones are held here: one that is collected as garbage no longer hears that it was clicked. */
const shown = new Set<Notification>();
const mostShown = 50;

/** Shows a notice as the system shows such things; clicking it opens its screen. */
export function notify(notice: Notice, open: (path: string) => void): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ title: notice.title, body: notice.body });
  notification.on('click', () => {
    shown.delete(notification);
    open(notice.path);
  });
  notification.on('close', () => shown.delete(notification));
  notification.on('failed', () => shown.delete(notification));
  shown.add(notification);
  for (const oldest of shown) {
    if (shown.size <= mostShown) break;
    shown.delete(oldest);
  }
  notification.show();
}
