import type { EventSource } from '../handler.ts';

export const changed: EventSource<'remediation.changed'> = (_input, emit, { app }) => {
  const stops = [
    app.remediations.onChanged(({ id, state, ticketId }) =>
      emit({ id, state, ...(ticketId !== undefined && { ticketId }) }),
    ),
    app.remediations.onSwitched(() => emit({})),
  ];
  return () => {
    for (const stop of stops) stop();
  };
};
