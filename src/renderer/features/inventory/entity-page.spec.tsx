import { fireEvent, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { EntityId } from '../../../shared/model/ids.ts';
import { renderConsole } from '../../test-console.tsx';
import { EntityPage } from './entity-page.tsx';

const at = '2026-11-23T12:00:00.000Z';
const answer = (kind: string) => ({
  entity: {
    id: `lab:${kind}:1`,
    kind,
    source: 'lab',
    nativeId: '1',
    name: 'esx-a01',
    partition: '',
    attributes: {},
    labels: {},
    keys: [],
    relations: [],
    unknown: {},
    simulated: false,
    firstSeenAt: at,
    observedAt: at,
    changedAt: at,
  },
  at,
  confirmedAt: at,
  fields: [],
  findings: [],
  relations: [],
  dangling: [],
});

it('has the focus when what led to it is gone, and leads to what goes dark if it fails', async () => {
  renderConsole(<EntityPage id={'lab:host:1' as EntityId} />, { 'inventory.entity': () => answer('host') });
  expect(document.activeElement?.tagName).not.toBe('BODY');
  fireEvent.click(await screen.findByRole('button', { name: 'What if it fails' }));
  expect(location.pathname + location.search).toBe('/topology?failed=lab%3Ahost%3A1');
});

it('asks nothing of the kind about a finding', async () => {
  renderConsole(<EntityPage id={'lab:finding:1' as EntityId} />, {
    'inventory.entity': () => answer('finding'),
  });
  await screen.findByText('esx-a01');
  expect(screen.queryByRole('button', { name: 'What if it fails' })).toBeNull();
});
