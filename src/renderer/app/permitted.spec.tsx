import { Button } from '@mantine/core';
import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';
import type { Role } from '../../shared/model/role.ts';
import { renderConsole } from '../test-console.tsx';
import { Permitted, PermissionNote } from './permitted.tsx';

function show(refused: Record<string, Role>) {
  const press = vi.fn<() => void>();
  renderConsole(
    <>
      <PermissionNote method="sources.add" />
      <Permitted method="sources.add">
        <Button onClick={press}>Add</Button>
      </Permitted>
    </>,
    { 'system.whoAmI': () => ({ operator: 'bo', role: 'operator', refused }) },
  );
  return press;
}

const reason = 'This takes the role admin. You are signed in as bo, operator.';

describe('a control that takes another role', () => {
  test('cannot be used, and says why to those who see and to those who hear', async () => {
    show({ 'sources.add': 'admin' });
    expect(await screen.findAllByText(reason)).toHaveLength(2);
    const group = screen.getByRole('group');
    // Everything in a fieldset that is disabled is.
    expect(group).toHaveProperty('disabled', true);
    expect(group.contains(screen.getByRole('button', { name: 'Add' }))).toBe(true);
  });

  test('is as usual for whoever has it', async () => {
    const press = show({ 'sources.remove': 'admin' });
    fireEvent.click(await screen.findByRole('button', { name: 'Add' }));
    expect(press).toHaveBeenCalledOnce();
    expect(screen.queryByText(reason)).toBeNull();
  });
});
