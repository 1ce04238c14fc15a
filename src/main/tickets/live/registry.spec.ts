import { describe, expect, it } from 'vitest';
import { buildEntity } from '../../../../test/support/build-view.ts';
import { recordedAnswers } from '../../../../test/support/recorded-vcenter.ts';
import { liveChecks } from './registry.ts';

/** What is read out of an answer of our vSphere server as it was recorded, one member changed. */
function readOut(
  tool: string,
  member: string,
  list: string,
  change: (text: string) => string = (text) => text,
) {
  const check = liveChecks.find((one) => one.tool === tool);
  const [item] = (recordedAnswers.answers[list] as unknown as { items: object[] }).items;
  const answer = change(JSON.stringify({ [member]: item }));
  return check?.read(answer, buildEntity('vm', 'any')).map(({ text }) => text);
}

describe('what is read live of a vCenter', () => {
  it('is whether a VM runs and answers', () => {
    expect(readOut('get_vm', 'vm', 'list_vms')).toEqual(['read just now, it is powered on']);
    const hung = (text: string) => text.replace('"runtime":', '"guestHeartbeatStatus":"red","runtime":');
    expect(readOut('get_vm', 'vm', 'list_vms', hung)).toContain('read just now, its heartbeat is red');
  });

  it('is whether a host is connected', () => {
    expect(readOut('get_host', 'host', 'list_hosts')).toEqual(['read just now, it is connected']);
    const away = (text: string) => text.replace('"connected"', '"notResponding"');
    expect(readOut('get_host', 'host', 'list_hosts', away)).toEqual([
      'read just now, its connection is notResponding',
    ]);
  });

  it('is how full a datastore is', () => {
    const full = (text: string) => text.replace(/"freeSpace":\d+/, '"freeSpace":1');
    expect(readOut('get_datastore', 'datastore', 'list_datastores', full)).toEqual([
      expect.stringMatching(/100.* of it is used$/),
    ]);
  });
});
