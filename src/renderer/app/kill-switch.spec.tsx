import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderConsole, type Answers } from '../test-console.tsx';
import { AutomationSwitch } from './automation-switch.tsx';
import { useOverlays } from './overlays.ts';

const standing = {
  counts: { awaitingApproval: 0, approved: 0, active: 0, outcomeUnknown: 0, refused: 0 },
  active: [],
  stalled: [],
};

function show(killSwitch: object, answers: Answers = {}) {
  useOverlays.setState({ killSwitch: false });
  return renderConsole(<AutomationSwitch />, {
    'remediation.state': () => ({ ...standing, ...('reason' in killSwitch && { killSwitch: 'storm' }) }),
    'policy.read': () => ({ values: { automatic: false }, killSwitch }),
    'policy.kill': () => ({ killSwitch: { on: true } }),
    ...answers,
  });
}
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));

describe('the kill switch', () => {
  it('takes two steps and a reason to be thrown', async () => {
    const { calls } = show({ on: false });
    press('Automation: Manual');
    press('Stop everything…');
    press('Stop everything now');
    expect(calls.some(({ method }) => method === 'policy.kill')).toBe(false);
    fireEvent.change(screen.getByRole('textbox'), { target: { value: 'storm' } });
    press('Stop everything now');
    await waitFor(() =>
      expect(calls.find(({ method }) => method === 'policy.kill')?.input).toEqual({
        on: true,
        reason: 'storm',
      }),
    );
  });

  it('says in words that it is on, by whom and why, and takes two steps to be released', async () => {
    const { calls } = show({ on: true, from: 'switch', by: 'bob', reason: 'storm' });
    const button = await screen.findByRole('button', { name: 'Automation: Stopped' });
    fireEvent.click(button);
    expect(screen.getByText('storm')).toBeTruthy();
    expect(screen.getByText(/by bob/)).toBeTruthy();
    press('Release…');
    fireEvent.change(screen.getByRole('textbox'), { target: { value: 'over' } });
    press('Release the kill switch');
    await waitFor(() =>
      expect(calls.find(({ method }) => method === 'policy.kill')?.input).toEqual({
        on: false,
        reason: 'over',
      }),
    );
  });

  it('releases nothing that the policy file keeps on', async () => {
    show({ on: true, from: 'file', reason: 'x' });
    fireEvent.click(await screen.findByRole('button', { name: 'Automation: Stopped' }));
    expect(screen.queryByRole('button', { name: 'Release…' })).toBeNull();
    expect(screen.getByRole('link', { name: 'Open the policy' })).toBeTruthy();
  });
});
