import { expect, test } from 'vitest';
import { auditDetails, auditSubject, withoutSecretMembers } from './audit-subject.ts';

const secret = 'hunter2-hunter2';

test.each([
  ['a member that is called a secret', { env: { VC_PASSWORD: secret } }],
  ['an argument after its name', { args: ['--token', secret] }],
  ['an argument with its name', { args: [`--token=${secret}`] }],
  ['a header', { headers: { Authorization: `Bearer ${secret}` } }],
  ['a header in an argument', { args: ['--header', `Authorization: Bearer ${secret}`] }],
  ['a password in an address', { url: `https://user:${secret}@host/mcp` }],
  ['a member of a query', { url: `https://host/mcp?access_token=${secret}&x=1` }],
  ['a connection string', { value: `Server=x;Password=${secret};` }],
  ['a setting', { path: 'couchdb.url', value: `https://admin:${secret}@couch:6984` }],
])('no secret is kept: %s', (_, input) => {
  expect(JSON.stringify(auditDetails(input))).not.toContain(secret);
});

test('what may be kept is kept as it is', () => {
  const input = {
    name: 'vc',
    args: ['--url', 'https://vc'],
    env: { VC_URL: 'https://vc', N: '1' },
    on: true,
  };
  expect(auditDetails(input)).toEqual(input);
  expect(auditDetails({ token: '${keyring:vc}' })).toEqual({ token: '${keyring:vc}' });
});

test('files and stored secrets leave only how much they were', () => {
  expect(withoutSecretMembers('sources.setSecret', { name: 'a', value: 'plain words' })).toEqual({
    name: 'a',
    value: '(11 characters, not kept)',
  });
  expect(JSON.stringify(withoutSecretMembers('sources.import', { text: secret }))).not.toContain(secret);
});

test('of tickets the words of others are not kept twice, only how much they were', () => {
  const payload = { receiver: 'x', alerts: Array.from({ length: 1_000 }, () => ({ labels: { a: 'b' } })) };
  const kept = JSON.stringify(withoutSecretMembers('tickets.alerts', { payload }));
  expect(kept).toMatch(/^{"payload":"\(\d{5} characters, not kept\)"}$/);
  expect(auditSubject('tickets.alerts', { payload })).toBe('alertmanager');
  expect(auditSubject('tickets.webhook', { name: 'zabbix', payload })).toBe('zabbix');
});

test('long texts stand as their length and digest', () => {
  expect(auditDetails({ text: 'x'.repeat(5_000) })).toMatchObject({
    text: expect.stringMatching(/^\(5000 characters, sha256 [0-9a-f]{16}\)$/) as string,
  });
});

test('the subject is what an act was done to', () => {
  expect(auditSubject('settings.set', { path: 'site', value: 'x' })).toBe('site');
  expect(auditSubject('sources.callTool', { name: 'lab', tool: 'list_vms' })).toBe('lab list_vms');
  expect(auditSubject('sources.addLab', { size: 'small' })).toBe('lab');
  expect(auditSubject('collection.collect', { sources: ['a', 'b'] })).toBe('a, b');
  expect(auditSubject('documents.generate', {})).toBe('documents');
});
