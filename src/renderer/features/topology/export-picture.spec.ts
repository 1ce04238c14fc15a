import { expect, test } from 'vitest';
import type { TopologyNode } from '../../../shared/contract/topology.ts';
import { de } from '../../i18n/de/catalogue.ts';
import { en } from '../../i18n/en/catalogue.ts';
import { fileName, pictureSvg } from './export-picture.ts';

const node: TopologyNode = {
  id: 's:host:a',
  type: 'entity',
  kind: 'host',
  name: '<script>alert("&")</script>\u0000',
  simulated: false,
  framed: false,
  open: false,
  canOpen: false,
  count: 0,
  folded: [],
  findings: { critical: 1, warning: 0, info: 0 },
  severity: 'critical',
};
const place = { x: 0, y: 0, left: 0, top: 0, width: 208, height: 44 };
const caption = { title: 'Topology: <everything>', time: 'As known at noon' };
const draw = (nodes: readonly TopologyNode[], text = en) =>
  pictureSvg(
    {
      nodes,
      edges: [{ id: 'e', from: 's:host:a', to: 's:host:b', type: 'runs-on', count: 12 }],
      layout: {
        width: 400,
        height: 200,
        direction: 'RIGHT',
        places: new Map([
          ['s:host:a', place],
          ['s:host:b', { ...place, left: 300 }],
        ]),
      },
    },
    caption,
    text,
    (name) => `#${name.length}`,
  );
const parse = (svg: string) => new DOMParser().parseFromString(svg, 'image/svg+xml');

test('a picture is one well-formed document, whatever names are', () => {
  const document = parse(draw([node, { ...node, id: 's:host:b', name: 'b' }]));
  expect(document.querySelector('parsererror')).toBeNull();
  expect(document.querySelectorAll('script')).toHaveLength(0);
  expect(document.querySelector('title')?.textContent).toBe(caption.title);
  const texts = [...document.querySelectorAll('text')].map(({ textContent }) => textContent);
  expect(texts).toContain('<script>alert("&")</sc…');
  expect(texts).toContain(caption.time);
  expect(document.querySelectorAll('path[marker-end]')).toHaveLength(1);
});

test('the legend speaks of what the picture shows, in the language', () => {
  expect(draw([node])).toContain(en.topology.legendItems.arrow);
  const failing = {
    ...node,
    impact: { level: 'lost' as const, folded: { lost: 0, restarts: 0, reduced: 0 } },
  };
  expect(draw([failing], de)).toContain(de.topology.failure.levels.lost);
});

test('a file is named after what it shows and when', () => {
  expect(fileName(['Network', 'Around esx/a01'], '2026-11-23T12:00:00.000Z', 'svg')).toBe(
    'topology-network-around-esx-a01-2026-11-23.svg',
  );
});
