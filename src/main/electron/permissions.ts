import type { Session } from 'electron';
import { appOrigin, isOurPage } from './app-address.ts';

/** Copying a link or a table needs it; reading the clipboard stays refused. */
const granted = 'clipboard-sanitized-write';

const denied = new WeakSet<Session>();

/** Refuses every permission and device to every page; what the console needs is granted to the console alone. */
export function denyPermissions(session: Session): void {
  if (denied.has(session)) return;
  denied.add(session);
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl, isMainFrame }) =>
    answer(permission === granted && isMainFrame && isOurPage(requestingUrl)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === granted && origin.replace(/\/$/, '') === appOrigin,
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  session.on('select-hid-device', (event, _details, answer) => {
    event.preventDefault();
    answer(null);
  });
  session.on('select-serial-port', (event, _ports, _contents, answer) => {
    event.preventDefault();
    answer('');
  });
  session.on('select-usb-device', (event, _details, answer) => {
    event.preventDefault();
    answer();
  });
  // Exports are made in the page; nothing is fetched from anywhere to be saved.
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${appOrigin}/`)) event.preventDefault();
  });
}
