import type { EventSource } from '../handler.ts';

export const changed: EventSource<'policy.changed'> = (_input, emit, { app }) =>
  app.policies.onChanged(({ by, version, problem }) =>
    emit({
      version,
      by,
      killSwitch: app.policies.current.policy.killSwitch,
      ...(problem !== undefined && { problem }),
    }),
  );
