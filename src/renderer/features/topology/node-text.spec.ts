import { expect, test } from 'vitest';
import type { TopologyNode } from '../../../shared/contract/topology.ts';
import { en } from '../../i18n/en/catalogue.ts';
import { nodeName } from './node-text.ts';

test('nothing in a name turns the direction of the text around it', () => {
  const node = { type: 'entity', name: '\u{202E}gnp.exe' } as TopologyNode;
  expect(nodeName(node, en)).toBe('\u{FFFD}gnp.exe');
});
