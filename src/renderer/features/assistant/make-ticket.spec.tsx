import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { InputOf } from '../../../shared/contract/contract.ts';
import { ContractError } from '../../../shared/contract/errors.ts';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import { renderConsole, type Answers } from '../../test-console.tsx';
import { Toasts } from '../../ui/toast.tsx';
import { MakeTicket } from './make-ticket.tsx';
import type { Turn } from './turns.ts';

const at = '2026-11-23T10:00:00.000Z' as Instant;
const turn: Turn = {
  key: 'q1',
  question: { text: 'Why is ds-a-02\nfull?', at, looking: [] },
  answer: {
    role: 'assistant',
    id: 'a1',
    at,
    text: String.raw`It is 98 % full: \[volume.grow\] helps [1].`,
    state: 'complete',
    by: 'search',
    citations: [
      {
        is: 'entity',
        number: 1,
        id: 'a:datastore:1' as EntityId,
        kind: 'datastore',
        name: 'ds-a-02',
        facts: [],
        observedAt: at,
      },
    ],
    calls: [],
    flags: [],
    unknown: false,
  },
};

function open(add: (input: InputOf<'tickets.add'>) => unknown) {
  const onClose = vi.fn<() => void>();
  const answers: Answers = { 'tickets.add': add };
  renderConsole(
    <>
      <MakeTicket turn={turn} conversation="c1" onClose={onClose} />
      <Toasts />
    </>,
    answers,
  );
  return onClose;
}

it('makes a ticket of what was asked, what was answered, and what the answer is about', async () => {
  const added: InputOf<'tickets.add'>[] = [];
  const onClose = open((input) => {
    added.push(input);
    return { ticket: { id: 'T-abcdefgh' }, created: true };
  });
  const title = await screen.findByLabelText('What is wrong');
  expect(title).toHaveProperty('value', 'Why is ds-a-02 full?');
  fireEvent.change(title, { target: { value: 'ds-a-02 is full' } });
  fireEvent.click(screen.getByRole('button', { name: 'Make ticket' }));
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(added).toEqual([
    {
      title: 'ds-a-02 is full',
      text: 'Why is ds-a-02\nfull?\n\nIt is 98 % full: [volume.grow] helps [1].\n\n[1] datastore ds-a-02',
      entities: ['a:datastore:1'],
      conversation: 'c1',
    },
  ]);
  expect(await screen.findByText('Ticket T-abcdefgh made')).toBeTruthy();
});

it('keeps what was written when it could not be made, and says why', async () => {
  const onClose = open(() => {
    throw new ContractError({ code: 'system', message: 'There is no room on the disk.' });
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Make ticket' }));
  expect(await screen.findByText('There is no room on the disk.')).toBeTruthy();
  expect(onClose).not.toHaveBeenCalled();
});
