import { fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { renderConsole } from '../test-console.tsx';
import { useCall } from './use-call.ts';

const titleNow = { value: 'as it was' };
const answers = {
  'tickets.get': () => ({ ticket: { title: titleNow.value } }),
};

function Title() {
  const { data } = useCall('tickets.get', { id: 'T-abcdefgh' });
  return <h1>{data?.ticket.title}</h1>;
}

function Screens() {
  const [shown, setShown] = useState(true);
  return (
    <>
      <button onClick={() => setShown(!shown)}>other screen</button>
      {shown && <Title />}
    </>
  );
}

it('shows again what changed while nobody looked, and nobody listened', async () => {
  titleNow.value = 'as it was';
  renderConsole(<Screens />, answers);
  await screen.findByText('as it was');
  fireEvent.click(screen.getByRole('button'));
  titleNow.value = 'as it is';
  fireEvent.click(screen.getByRole('button'));
  // What was read before stands there meanwhile.
  expect(screen.getByRole('heading').textContent).toBe('as it was');
  await screen.findByText('as it is');
});

it('asks once for what several show at a time', async () => {
  let asked = 0;
  renderConsole(
    <>
      <Title />
      <Title />
    </>,
    { 'tickets.get': () => ({ ticket: { title: `answer ${(asked += 1)}` } }) },
  );
  expect(await screen.findAllByText('answer 1')).toHaveLength(2);
});
