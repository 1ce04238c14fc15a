import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { ContractError } from '../../../shared/contract/contract-error.ts';
import { renderConsole, type Answers } from '../../test-console.tsx';
import { Toasts } from '../../ui/toast.tsx';
import { SettingField } from './setting-field.tsx';

function show(value: unknown, answers: Answers = {}) {
  const changed = (input: { path: string }) => ({ path: input.path, before: { set: true, value: 60 } });
  const shown = renderConsole(
    <>
      <SettingField
        path="collection.intervalMinutes"
        label="Interval"
        control={{ type: 'number', unit: 'min' }}
        value={value}
        fallback={60}
        schema={{ type: 'integer', minimum: 1, maximum: 10_080 }}
      />
      <Toasts />
    </>,
    { 'settings.set': changed, 'settings.reset': changed, ...answers },
  );
  return { ...shown, written: () => shown.calls.filter(({ method }) => method.startsWith('settings.')) };
}

const field = () => screen.getByLabelText('Interval');
const type = (text: string) => fireEvent.change(field(), { target: { value: text } });

describe('a setting', () => {
  test('is written once when return is pressed, and can be taken back', async () => {
    const { written } = show(60);
    type('30');
    fireEvent.keyDown(field(), { key: 'Enter' });
    fireEvent.blur(field());
    await screen.findByText(/Interval: saved/);
    expect(written()).toEqual([
      { method: 'settings.set', input: { path: 'collection.intervalMinutes', value: 30 } },
    ]);
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() =>
      expect(written().at(-1)).toEqual({
        method: 'settings.set',
        input: { path: 'collection.intervalMinutes', value: 60 },
      }),
    );
  });

  test('says what is wrong with it, and keeps what was typed', async () => {
    show(60, {
      'settings.set': () => {
        throw new ContractError({
          code: 'settings-invalid',
          message:
            '/data/config.yaml: ✖ Too big: expected number to be <=10080\n  → at collection.intervalMinutes',
        });
      },
    });
    type('99999');
    fireEvent.blur(field());
    expect((await screen.findByRole('alert')).textContent).toBe('■ Too big: expected number to be <=10080');
    expect(field()).toHaveProperty('value', '99 999');
  });

  test('is left alone when nothing was changed or the change was given up', () => {
    const { written } = show(60);
    fireEvent.blur(field());
    type('30');
    fireEvent.keyDown(field(), { key: 'Escape' });
    expect(field()).toHaveProperty('value', '60');
    fireEvent.blur(field());
    expect(written()).toEqual([]);
  });

  test('goes back to its default, which it names', async () => {
    const { written } = show(30);
    fireEvent.click(screen.getByRole('button', { name: 'Back to the default (60 min)' }));
    await screen.findByText(/back at its default/);
    expect(written()[0]?.method).toBe('settings.reset');
  });

  test('says its range', () => {
    show(60);
    expect(screen.getByText(/1 to 10,080/)).toBeDefined();
  });

  test('cannot be touched by whoever may not change it', async () => {
    show(60, {
      'system.whoAmI': () => ({
        operator: 'wallboard',
        role: 'viewer',
        refused: { 'settings.set': 'admin' },
      }),
    });
    await waitFor(() => expect(field()).toHaveProperty('disabled', true));
  });
});
