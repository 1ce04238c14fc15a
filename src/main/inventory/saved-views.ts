import { readFile, rename } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { savedViewSchema, type SavedView, type ViewContent } from '../../shared/contract/views.ts';
import type { Clock } from '../platform/clock.ts';
import { DomainError } from '../platform/errors.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';

export interface SavedViews {
  list(): Promise<{ readonly views: readonly SavedView[]; readonly setAside?: SetAside }>;
  /** @throws DomainError view-name-taken | too-many-views */
  save(view: { readonly id?: string; readonly name: string; readonly view: ViewContent }): Promise<SavedView>;
  /** @throws DomainError view-not-found | view-name-taken */
  rename(id: string, name: string): Promise<SavedView>;
  /** @throws DomainError view-not-found */
  remove(id: string): Promise<{ readonly removed: SavedView; readonly place: number }>;
  /** @throws DomainError view-not-found */
  reorder(id: string, place: number): Promise<readonly SavedView[]>;
  /** @returns What ends the subscription. */
  onChanged(listener: () => void): () => void;
}

/** A file that could not be read, and where it is now. */
export interface SetAside {
  readonly path: string;
  readonly reason: string;
}

const mostViews = 200;
const fileSchema = z.strictObject({ version: z.literal(1), views: z.array(savedViewSchema).max(mostViews) });

/** Saved views in a file of the data directory; whoever writes next waits for whoever writes now. */
export function openSavedViews(
  file: string,
  { clock, random, logger }: { clock: Clock; random: Random; logger: Logger },
): SavedViews {
  const listeners = new Set<() => void>();
  let views: readonly SavedView[] | undefined;
  let setAside: SetAside | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.catch(() => {}).then(work);
    last = result;
    return result;
  };

  async function load(): Promise<readonly SavedView[]> {
    if (views) return views;
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      views = [];
      return views;
    }
    try {
      views = fileSchema.parse(JSON.parse(text)).views;
    } catch (error) {
      const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      const path = `${file}.unreadable-${clock.now().replaceAll(/[^0-9]/g, '')}`;
      await rename(file, path);
      logger.error({ file, aside: path, err: error }, 'the saved views cannot be read and were set aside');
      setAside = { path, reason };
      views = [];
    }
    return views;
  }

  async function keep(next: readonly SavedView[]): Promise<void> {
    const text = `${JSON.stringify({ version: 1, views: next }, undefined, 2)}\n`;
    await writeFileAtomic(file, text, { mode: 0o600 });
    views = next;
    for (const listener of listeners) listener();
  }

  const placeOf = (all: readonly SavedView[], id: string): number => {
    const place = all.findIndex((view) => view.id === id);
    if (place >= 0) return place;
    throw new DomainError('view-not-found', `There is no saved view with the id "${id}".`, {
      hint: 'It was removed meanwhile; save it again.',
    });
  };

  const refuseTaken = (all: readonly SavedView[], name: string, id: string | undefined): void => {
    const wanted = name.toLowerCase();
    if (!all.some((view) => view.id !== id && view.name.toLowerCase() === wanted)) return;
    throw new DomainError('view-name-taken', `There is a view called "${name}" already.`, {
      hint: 'Choose another name, or update that one.',
    });
  };

  return {
    list: () => inTurn(async () => ({ views: await load(), ...(setAside && { setAside }) })),

    save: ({ id, name, view }) =>
      inTurn(async () => {
        const all = await load();
        refuseTaken(all, name, id);
        const place = id === undefined ? -1 : all.findIndex((one) => one.id === id);
        const saved: SavedView = {
          ...view,
          id: id ?? random.id(12),
          name,
          createdAt: all[place]?.createdAt ?? clock.now(),
        };
        if (place < 0 && all.length >= mostViews) {
          throw new DomainError(
            'too-many-views',
            `There are ${mostViews} saved views, as many as are kept.`,
            {
              hint: 'Delete one that is no longer needed.',
            },
          );
        }
        await keep(place < 0 ? [...all, saved] : all.with(place, saved));
        return saved;
      }),

    rename: (id, name) =>
      inTurn(async () => {
        const all = await load();
        const place = placeOf(all, id);
        refuseTaken(all, name, id);
        const renamed = { ...(all[place] as SavedView), name };
        await keep(all.with(place, renamed));
        return renamed;
      }),

    remove: (id) =>
      inTurn(async () => {
        const all = await load();
        const place = placeOf(all, id);
        await keep(all.toSpliced(place, 1));
        return { removed: all[place] as SavedView, place };
      }),

    reorder: (id, place) =>
      inTurn(async () => {
        const all = await load();
        const from = placeOf(all, id);
        const next = all.toSpliced(from, 1).toSpliced(place, 0, all[from] as SavedView);
        await keep(next);
        return next;
      }),

    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
