import { useEffect } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useClient, usePortStatus } from '../client-context.tsx';
import { isShared, useSyncStatus } from '../sync/use-sync.ts';
import { lookingAt } from './subject.ts';

/** Whoever walks through a list looks at where they stop. */
const restMs = 600;
/** Said again so often while the page is in sight: who says nothing for a while is gone. */
const againMs = 60_000;

/** Tells the others what this page shows; once in the shell. Nothing is told while nothing is shared. */
export function useLook(): void {
  const client = useClient();
  const [path] = useLocation();
  const search = useSearch();
  const open = usePortStatus().is === 'open';
  const shared = isShared(useSyncStatus()?.state);
  const looking = JSON.stringify(lookingAt(path, search));
  useEffect(() => {
    if (!shared || !open) return;
    const say = () => {
      // A page that nobody sees is looked at by nobody.
      if (document.visibilityState === 'hidden') return;
      // Told again in a moment; nothing here depends on it.
      client.presence.look(JSON.parse(looking) as ReturnType<typeof lookingAt>).catch(() => undefined);
    };
    const rest = setTimeout(say, restMs);
    const again = setInterval(say, againMs);
    document.addEventListener('visibilitychange', say);
    return () => {
      clearTimeout(rest);
      clearInterval(again);
      document.removeEventListener('visibilitychange', say);
    };
  }, [client, looking, open, shared]);
}
