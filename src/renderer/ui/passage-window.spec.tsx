import { cleanup, screen, within } from '@testing-library/react';
import { expect, it, onTestFinished } from 'vitest';
import { renderConsole } from '../test-console.tsx';
import { PassageText, PassageWindow } from './passage-window.tsx';

it('says where a passage stands and shows it line by line, without what turns or hides text', async () => {
  renderConsole(
    <PassageWindow title="Disks" where={['runbooks/disk.md', 'Replacing']} age="yesterday" onClose={() => {}}>
      <PassageText
        text={'Pull the failed disk,\nthen \u202Ewait.'}
        ranges={[
          [9, 15],
          [16, 20],
        ]}
      />
    </PassageWindow>,
  );
  const dialog = await screen.findByRole('dialog', { name: 'Disks' });
  within(dialog).getByText('runbooks/disk.md › Replacing · yesterday');
  expect([...dialog.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual([
    'failed',
    'disk',
  ]);
  expect(dialog.querySelector('pre')?.textContent).toBe('Pull the failed disk,\nthen \uFFFDwait.');
});

it('closes where a browser tells later that it has scrolled', async () => {
  const before = Object.getOwnPropertyDescriptor(Element.prototype, 'scrollIntoView');
  onTestFinished(() => {
    if (before) Object.defineProperty(Element.prototype, 'scrollIntoView', before);
    else Reflect.deleteProperty(Element.prototype, 'scrollIntoView');
  });
  Object.defineProperty(Element.prototype, 'scrollIntoView', {
    configurable: true,
    value: () => Promise.resolve(),
  });
  renderConsole(<PassageText text="Pull the disk." ranges={[[9, 13]]} />);
  await screen.findByText('disk');
  expect(() => cleanup()).not.toThrow();
});
