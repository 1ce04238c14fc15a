import type { KillSwitchView, PolicyRecordView } from '../../../shared/contract/policy.ts';
import type { App } from '../../app.ts';
import type { PolicyRecord } from '../../policy/policies.ts';

/** Whether it is thrown, and what by: a person's switch tells most, so it comes first. */
export function killSwitchView({ policies }: App): KillSwitchView {
  const { killed, problem, current } = policies;
  if (killed) return { on: true, from: 'switch', ...killed };
  if (problem?.locked === true) return { on: true, from: 'locked', reason: problem.text };
  return current.policy.killSwitch ? { on: true, from: 'file' } : { on: false };
}

export function recordView({ text: _text, ...record }: PolicyRecord): PolicyRecordView {
  return record;
}
