import type { EventSource } from '../handler.ts';

/** Silent where there is no desktop: every page may listen. */
export const goTo: EventSource<'desktop.goTo'> = (_input, emit, { host }) =>
  host.desktop?.onGoTo((path) => emit({ path })) ?? (() => {});
