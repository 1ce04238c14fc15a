import { actionRule } from '../../remediation/decision/action-rule.ts';
import type { Handler } from '../handler.ts';
import { killSwitchView } from './shown-policy.ts';

export const read: Handler<'policy.read'> = async (_input, { app }) => {
  const { policies } = app;
  const { current, problem, fileText } = policies;
  const record = await policies.version(current.version);
  return {
    text: policies.text,
    version: current.version,
    values: current.policy,
    file: policies.file,
    since: record?.at ?? app.clock.now(),
    by: record?.by ?? '',
    killSwitch: killSwitchView(app),
    ...(problem && {
      problem: {
        text: problem.text,
        faults: [...problem.faults],
        since: problem.since,
        locked: problem.locked,
        ...(fileText !== undefined && { fileText: fileText.slice(0, 200_000) }),
      },
    }),
    actions: app.actions.map(({ id, title, risk }) => {
      const { enabled, automatic } = actionRule(current.policy, id);
      return { id, title, risk, enabled, automatic };
    }),
  };
};
