import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { element, received, reference } from './markup.ts';
import { parseXml } from './xml-element.ts';

const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

describe('an answer is read by paths', () => {
  const root = parseXml(
    `<a ${xsi}><b><n>7</n><n>8</n></b><t> two  words </t><e/><yes>true</yes><no>0</no><at>2026-01-02T03:04:05.678901234Z</at>` +
      '<big>9223372036854775807</big><vm type="VirtualMachine">vm-42</vm>' +
      '<d xsi:type="VirtualDisk"><key>2000</key></d></a>',
  );

  test('numbers, booleans, instants and text', () => {
    expect(root.number('b.n')).toBe(7);
    expect(root.texts('b.n')).toEqual(['7', '8']);
    expect(root.text('t')).toBe(' two  words ');
    expect([root.boolean('yes'), root.boolean('no')]).toEqual([true, false]);
    expect(root.instant('at')).toBe('2026-01-02T03:04:05.678Z');
  });

  test('what is absent or empty is undefined', () => {
    expect([root.text('e'), root.number('e'), root.boolean('e'), root.instant('e')]).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
    expect([root.text('b.x.y'), root.ref('t'), root.number('t'), root.instant('t')]).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
    expect(root.all('x.y')).toEqual([]);
  });

  test('a number of 64 bits keeps its digits as text', () => {
    expect(root.text('big')).toBe('9223372036854775807');
  });

  test('the class of a value and the class of a reference are told apart', () => {
    expect(root.one('d')?.type).toBe('VirtualDisk');
    expect(root.one('d')?.refType).toBeUndefined();
    expect(root.ref('vm')).toEqual({ type: 'VirtualMachine', value: 'vm-42' });
  });

  test('whatever prefixes a server chooses', () => {
    const other = parseXml(
      '<x:a xmlns:x="urn:vim25" xmlns:XMLSchema-instance="http://www.w3.org/2001/XMLSchema-instance"><x:d XMLSchema-instance:type="x:VirtualDisk"/></x:a>',
    );
    expect(other.one('d')?.type).toBe('VirtualDisk');
  });
});

test('control characters in a note cost nothing but themselves', () => {
  expect(parseXml('<a><b>one\u0001&#x2;&#3;&#10;two&#65;</b></a>').text('b')).toBe('one\ntwoA');
});

describe('what is no proper answer is an error', () => {
  test.each([
    ['cut off', '<a><b>', /unclosed tag/],
    ['not XML', 'Service Unavailable', /text data outside of root|root/],
    ['empty', '', /root|empty/],
    ['with a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', /document type/],
    ['nested without end', '<a>'.repeat(300) + '</a>'.repeat(300), /deeper/],
  ])('%s', (_, text, words) => {
    expect(() => parseXml(text)).toThrow(words);
  });
});

/** XML has no place for most control characters. */
function isXml(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code >= 32 || [9, 10, 13].includes(code);
}

test('any text survives being sent and read, and can make no element', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const kept = Array.from(text).filter(isXml).join('').replaceAll(/\r\n?/g, '\n');
      const read = parseXml(
        `<a ${xsi}>${element('b', text, { type: text.replaceAll(/\W/g, '') || 'T' }).xml}</a>`,
      );
      expect(read.children).toHaveLength(1);
      expect(read.one('b')?.content).toBe(kept);
      expect(parseXml(reference('r', { type: 'T', value: text }).xml).content).toBe(kept);
    }),
  );
});

test('an element that was received is sent as it was', () => {
  const xml =
    '<d xsi:type="VirtualDisk"><key>2000</key><backing xsi:type="VirtualDiskFlatVer2BackingInfo"><fileName>[ds] a &amp; b.vmdk</fileName><datastore type="Datastore">datastore-1</datastore></backing><value xsi:type="xsd:string">x</value></d>';
  const read = parseXml(`<a ${xsi} xmlns:xsd="http://www.w3.org/2001/XMLSchema">${xml}</a>`).one('d');
  expect(read && received('d', read).xml).toBe(xml);
});
