import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useClient } from '../../../app/client-context.tsx';
import { links } from '../../../app/links.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useToast } from '../../../ui/toast.tsx';

export interface Collecting {
  /** Per domain: what it does now. */
  readonly lines: readonly string[];
  /** 0–100; undefined while nobody can tell. */
  readonly percent: number | undefined;
}

/** Collects one source now, with progress; taking it back cancels it. */
export function useCollect(source: string): {
  readonly collecting: Collecting | undefined;
  readonly start: () => void;
  readonly cancel: () => void;
} {
  const client = useClient();
  const toast = useToast();
  const [, navigate] = useLocation();
  const { servers: words } = useText().settings;
  const [collecting, setCollecting] = useState<Collecting>();
  const running = useRef<AbortController>(undefined);
  // A collection goes on when the panel closes: it is a job of the application, not of the page.
  const shown = useRef(true);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);

  const run = async (signal: AbortSignal) => {
    const states = new Map<string, { line: string; done: number; total: number | undefined }>();
    try {
      const report = await client.collection.collect(
        { sources: [source] },
        {
          signal,
          onProgress: ({ domain, done, total, message }) => {
            if (domain !== undefined) states.delete('');
            states.set(domain ?? '', { line: `${domain ?? source}: ${message}`, done, total });
            if (!shown.current) return;
            const all = [...states.values()];
            const known = all.every((state) => state.total !== undefined);
            const total_ = all.reduce((sum, state) => sum + (state.total ?? 0), 0);
            setCollecting({
              lines: all.map(({ line }) => line),
              percent:
                known && total_ > 0
                  ? (all.reduce((sum, state) => sum + Math.min(state.done, state.total ?? 0), 0) / total_) *
                    100
                  : undefined,
            });
          },
        },
      );
      const changed = report.runs.reduce(
        (sum, { counts }) => sum + counts.added + counts.changed + counts.disappeared + counts.returned,
        0,
      );
      const bad = report.failed.length + report.runs.filter(({ outcome }) => outcome !== 'succeeded').length;
      const [failure] = report.failed;
      const [first] = report.runs;
      toast({
        message: failure?.message ?? words.collected(source, changed, bad),
        status: bad > 0 ? 'warning' : 'ok',
        ...(first && { action: { label: words.showRun, run: () => navigate(links.run(first.id)) } }),
      });
    } catch (error) {
      if (!signal.aborted) {
        toast({
          message: error instanceof Error ? error.message : String(error),
          status: 'critical',
          stays: true,
        });
      }
    } finally {
      if (shown.current) setCollecting(undefined);
      running.current = undefined;
    }
  };

  return {
    collecting,
    start() {
      if (running.current) return;
      running.current = new AbortController();
      setCollecting({ lines: [words.connecting(source)], percent: undefined });
      void run(running.current.signal);
    },
    cancel() {
      running.current?.abort();
    },
  };
}
