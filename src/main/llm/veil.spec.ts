import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../../../test/support/property.ts';
import { replaceAddresses } from './addresses.ts';
import { createSiteNames } from './site-names.ts';
import { veil } from './veil.ts';

describe('addresses', () => {
  it.each([
    ['10.1.2.3', '<>'],
    ['at 10.1.2.3.', 'at <>.'],
    ['10.1.2.3:8080, 10.0.0.0/24', '<>:8080, <>/24'],
    ['fe80::1 and 2001:db8::a:1', '<> and <>'],
    ['[2001:db8::1]:443', '[<>]:443'],
    ['00:50:56:aa:bb:cc or 0050.56aa.bbcc', '<> or <>'],
    ['at 12:30:45 on 2026-01-02', 'at 12:30:45 on 2026-01-02'],
    ['version 1.2.3, 7.0.3.1234', 'version 1.2.3, 7.0.3.1234'],
    ['127.0.0.1 mask 255.255.255.0', '127.0.0.1 mask 255.255.255.0'],
    ['a::b::c std::string Note: this', 'a::b::c std::string Note: this'],
  ])('%s', (text, expected) => {
    expect(replaceAddresses(text, () => '<>')).toBe(expected);
  });
});

describe('names', () => {
  const names = createSiteNames([
    'esx01.dc1.example.com',
    'db-prod',
    'db-prod-7',
    'Core Switch A',
    'vm',
    'default',
    'Ärzte-DB',
  ]);
  it.each([
    ['db-prod-7 and db-prod', '<> and <>'],
    ['DB-PROD-7.', '<>.'],
    ['db-production', 'db-production'],
    ['esx01, esx01.dc1.example.com', '<>, <>'],
    ['in ns/db-prod-7/data', 'in ns/<>/data'],
    ['the core switch a, not Core Switch B', 'the <>, not Core Switch B'],
    ['a vm in default', 'a vm in default'],
    ['ärzte-db', '<>'],
  ])('%s', (text, expected) => {
    expect(names.replace(text, () => '<>')).toBe(expected);
  });

  it('are found among very many at once', () => {
    const many = createSiteNames(Array.from({ length: 50_000 }, (_, i) => `VM number ${i}`));
    const text = Array.from({ length: 2_000 }, (_, i) => `VM number ${i} is up.`).join(' ');
    const began = performance.now();
    expect(many.replace(text, () => '<>')).not.toContain('number');
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe('a veil', () => {
  const rules = {
    secrets: [],
    hideAddresses: true,
    names: createSiteNames(['db-prod-7', 'esx01', 'NAME', 'ADDRESS_1x']),
  };
  const piece = fc.constantFrom(
    'db-prod-7',
    'ESX01',
    'esx01',
    '10.0.0.1',
    'fe80::1',
    'NAME_1',
    'NAME_',
    'ADDRESS',
    'x',
    ' ',
    '1',
    '_',
    '\n',
    'ü',
  );

  it('gives back every text as it was, however the answer is cut', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 20 }),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        (pieces, sizes) => {
          const content = pieces.join(' ');
          const covered = veil({ feature: 't', messages: [{ role: 'user', content }] }, rules);
          const sent = covered.request.messages[0]?.content ?? '';
          let heard = '';
          const stream = covered.restoreStream((delta) => (heard += delta));
          for (let at = 0, i = 0; at < sent.length; i++) {
            const size = sizes[i % sizes.length] ?? 1;
            stream.push(sent.slice(at, at + size));
            at += size;
          }
          stream.end();
          expect(heard).toBe(covered.restore(sent));
          // The same name in another case is the same name.
          expect(heard.toLowerCase()).toBe(content.toLowerCase());
          expect(sent).not.toMatch(/db-prod-7|esx01|10\.0\.0\.1/i);
        },
      ),
      { numRuns: propertyRuns(300, 10_000) },
    );
  });

  it('does not touch what answers are written with: names of tools and of their members', () => {
    const tool = {
      name: 'esx01',
      description: 'About esx01.',
      parameters: { type: 'object', properties: { esx01: { type: 'string', enum: ['esx01'] } } },
    };
    const { request } = veil({ feature: 't', messages: [], tools: [tool] }, rules);
    expect(request.tools?.[0]).toMatchObject({ name: 'esx01' });
    expect(request.tools?.[0]?.description).not.toContain('esx01');
    const properties = request.tools?.[0]?.parameters['properties'] as Record<string, { enum: string[] }>;
    expect(Object.keys(properties)).toEqual(['esx01']);
    expect(properties['esx01']?.enum).not.toContain('esx01');
  });
});
