import { fireEvent, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { renderConsole } from '../test-console.tsx';
import { ConfirmByName } from './confirm-by-name.tsx';

it('goes on only when the name was typed', async () => {
  const onConfirm = vi.fn<() => void>();
  renderConsole(
    <ConfirmByName
      opened
      title="Remove vcenter-a"
      name="vcenter-a"
      action="Remove it"
      onConfirm={onConfirm}
      onClose={() => {}}
    >
      gone
    </ConfirmByName>,
  );
  const field = await screen.findByLabelText('Type vcenter-a to go on');
  const button = screen.getByRole('button', { name: 'Remove it' });
  expect(button).toHaveProperty('disabled', true);
  fireEvent.change(field, { target: { value: 'vcenter' } });
  fireEvent.submit(field);
  expect(onConfirm).not.toHaveBeenCalled();
  fireEvent.change(field, { target: { value: 'vcenter-a' } });
  fireEvent.submit(field);
  expect(onConfirm).toHaveBeenCalledOnce();
});
