import type { EventSource } from '../handler.ts';

export const told: EventSource<'notices.told'> = (_input, emit, { app }) =>
  app.notices.onTold((notice) => emit({ notice }));
