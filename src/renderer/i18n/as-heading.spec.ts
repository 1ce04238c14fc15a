import { expect, it } from 'vitest';
import { asHeading } from './as-heading.ts';

it('begins with a large letter, unless the name is written in its own way', () => {
  expect(['hosts', 'vCenters', 'VMs', 'verteilte Switches'].map(asHeading)).toEqual([
    'Hosts',
    'vCenters',
    'VMs',
    'Verteilte Switches',
  ]);
});
