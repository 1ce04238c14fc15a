import { useLocation } from 'wouter';
import { useEvent } from './use-call.ts';

/** Menus, notifications and links of the desktop open their place here. */
export function useDesktopLinks(): void {
  const [, navigate] = useLocation();
  useEvent('desktop.goTo', {}, ({ path }) => {
    if (path.startsWith('/') && !path.startsWith('//')) navigate(path);
  });
}
