import type { EventSource } from '../handler.ts';

export const changed: EventSource<'knowledge.changed'> = (_, emit, { app }) => app.knowledge.onChanged(emit);
