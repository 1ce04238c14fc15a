import { describe, expect, it } from 'vitest';
import { builtInAdapter } from '../../../test/support/built-in-profile.ts';
import { documentedOntap } from '../../../test/support/documented/ontap.ts';
import { compiledProfile } from '../../../test/support/read-profile.ts';
import { collectors } from '../collectors/registry.ts';
import { refusalOfRead } from '../collectors/vouching.ts';
import { parseProfile } from './parse-profile.ts';
import { guardWrittenCalls } from './written-calls.ts';

const text = (is = 'as-written') => `
profile: 1
id: gate
title: A server with one tool for everything
domain: vmware
matches: { tools: [names, get] }
tools: { names: read, get: ${is} }
collect:
  - { step: sites, tool: names }
  - step: vms
    tool: get
    forEach: sites
    arguments: { site: =name, path: /vms, options: { deep: true, fields: [id, =field] } }
    paging: { by: offset, argument: from, limit: { argument: size, size: 50 }, total: total }
    items: items
entities:
  - { kind: vm, from: vms, nativeId: id, name: name }
`;
const guard = guardWrittenCalls(compiledProfile(text()));
const options = { deep: true, fields: ['id', 'name'] };
const written = { site: 'fra 1', path: '/vms', options };
const refusal = (args: Record<string, unknown>) => guard?.('get', args);

describe('a tool that is called as it is written', () => {
  it('takes the calls of the profile, on every page', () => {
    expect(refusal(written)).toBeUndefined();
    expect(refusal({ ...written, from: 0, size: 50 })).toBeUndefined();
    expect(refusal({ ...written, from: 100 })).toBeUndefined();
    // What an expression gives nothing for is left out.
    expect(refusal({ path: '/vms', options: { deep: true, fields: ['id'] } })).toBeUndefined();
  });

  it.each<[string, Record<string, unknown>]>([
    ['another path', { ...written, path: '/security/accounts' }],
    ['a path in another case', { ...written, path: '/VMS' }],
    ['a path as a list', { ...written, path: ['/vms'] }],
    ['no path', { site: 'fra', options }],
    ['one argument more', { ...written, query: 'fields=*' }],
    ['a name from a prototype', { ...written, ['__proto__x']: 1 }],
    ['an argument that every object has', { ...written, constructor: 'x' }],
    ['a member more', { ...written, options: { ...options, secrets: true } }],
    ['another constant within', { ...written, options: { ...options, deep: false } }],
    ['a list with more', { ...written, options: { ...options, fields: ['id', 'name', 'password'] } }],
    ['a path where a name belongs', { ...written, site: 'fra/../security' }],
    ['a query where a name belongs', { ...written, site: 'fra?fields=*' }],
    ['two levels up', { ...written, site: '..' }],
    ['an option where a name belongs', { ...written, site: '--all' }],
    ['a line of its own', { ...written, site: 'fra\nX-Admin: 1' }],
    ['an object where a name belongs', { ...written, site: { like: '%' } }],
    ['a page that is an object', { ...written, from: { $gt: 0 } }],
    ['a page that is a query of its own', { ...written, from: '0&path=/security/accounts' }],
    ['a size that is one', { ...written, size: '50&fields=*' }],
    ['a page before the first', { ...written, from: -1 }],
    ['nothing at all', {}],
  ])('takes no call with %s', (_, args) => {
    expect(refusal(args)).toBe(
      'the profile "gate" lets get be called with the arguments alone that it writes down',
    );
  });

  it('goes on by whatever the server calls the next page, where that is a cursor', () => {
    const paged = text().replace(/paging: .*/, 'paging: { by: cursor, argument: from, next: next }');
    const byCursor = guardWrittenCalls(compiledProfile(paged));
    expect(byCursor?.('get', { ...written, from: 'b2Zmc2V0PTUw' })).toBeUndefined();
    expect(byCursor?.('get', { ...written, from: ['b2Zmc2V0PTUw'] })).toBeDefined();
  });

  it('leaves the other tools of the profile as they are', () => {
    expect(guard?.('names', { anything: [] })).toBeUndefined();
    expect(guardWrittenCalls(compiledProfile(text('read')))).toBeUndefined();
  });

  it('is read, so nothing else about it is different; unused it is never called', () => {
    expect(compiledProfile(text()).reads).toEqual(['names', 'get']);
    const parsed = parseProfile(text().replace('get: as-written', 'get: as-written, other: as-written'), []);
    if (!parsed.ok) throw new Error('expected a profile');
    expect(parsed.warnings.map(({ message }) => message)).toEqual(['nothing uses it, so it is never called']);
  });
});

it('NetApp’s tool for every path gives nobody what stands at other paths', () => {
  const storage = collectors.map((collector) =>
    collector.domain === 'storage'
      ? { ...collector, adapters: [...collector.adapters, builtInAdapter('netapp-ontap-mcp')] }
      : collector,
  );
  const read = (path: string, more = {}) =>
    refusalOfRead(storage, documentedOntap.server, 'ontap_get', { cluster_name: 'east', path, ...more });
  for (const path of [
    '/security/accounts',
    '/support/snmp/users',
    '/private/cli/security/login',
    '/cluster/../security',
  ])
    expect(read(path)).toContain('netapp-ontap-mcp');
  expect(read('/cluster', { fields: '**' })).toContain('netapp-ontap-mcp');
  const [call] = documentedOntap.calls.filter(({ tool }) => tool === 'ontap_get');
  expect(refusalOfRead(storage, documentedOntap.server, 'ontap_get', call?.args ?? {})).toBeUndefined();
});
