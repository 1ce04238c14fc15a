import { useLocation } from 'wouter';
import { useEvent } from './use-call.ts';

/** Follows what the desktop's menus, notifications and links want to see. In a browser nothing ever does. */
export function DesktopLinks() {
  const [, navigate] = useLocation();
  useEvent('desktop.goTo', {}, ({ path }) => navigate(path));
  return null;
}
