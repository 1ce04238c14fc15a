import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { instant } from '../../shared/model/ids.ts';
import type { Notice } from '../../shared/model/notice.ts';
import { renderConsole } from '../test-console.tsx';
import { NoticeBell } from './notice-bell.tsx';
import { usePreferences } from './preferences.ts';

const notices: Notice[] = [
  { id: '2', at: instant(2_000), is: 'approvals', count: 5, names: ['vm.restart a', 'vm.restart b'] },
  { id: '1', at: instant(1_000), is: 'kill-switch', on: true, by: 'alice', reason: 'fire' },
];

describe('notices in the frame', () => {
  test('say how many are new, what they are and where, and are seen once the list was open', async () => {
    usePreferences.setState({ noticesSeenAt: '' });
    renderConsole(<NoticeBell />, { 'notices.list': () => ({ notices }) });
    const bell = await screen.findByRole('button', { name: 'Notices: 2 new notices' });
    fireEvent.click(bell);
    const approvals = await screen.findByRole('link', { name: /5 remediations wait for approval/ });
    expect(approvals.textContent).toContain('vm.restart a, vm.restart b, and 3 more');
    expect(approvals.getAttribute('href')).toBe('/remediation');
    expect(screen.getByRole('link', { name: /kill switch was thrown/ }).textContent).toContain(
      'by alice: fire',
    );
    fireEvent.click(bell);
    expect(await screen.findByRole('button', { name: 'Notices: Nothing new' })).toBeDefined();
  });
});
