import { expect, it } from 'vitest';
import { alertText } from './alert-text.ts';
import { unknownNames } from './unknown-names.ts';

it('reads labels as a name and its value, in every way in which alerts write them', () => {
  expect(alertText('DiskFull vm=web-01 severity="critical"')).toBe(
    'DiskFull (disk full) vm web-01  severity critical ',
  );
  expect(alertText(`{instance="10.1.2.3:9100", node_name='w-04'}`)).toContain('node name w-04');
});

it('says what is written together as words', () => {
  expect(alertText('KubeNodeNotReady')).toContain('kube node not ready');
  expect(alertText('upsOnBattery')).toContain('ups on battery');
  expect(alertText('BGPPeerDown')).toContain('bgp peer down');
});

it('leaves names and prose as they are', () => {
  const text = 'VMs on ds-a-02 pause; PVC data-0 of team A is at 98 % (see RFC 1918)';
  expect(alertText(text)).toBe(text);
});

it('leaves no label that looks like a name nobody knows', () => {
  expect(unknownNames(alertText('VmDown vm=web-01'), ['web-01'])).toEqual([]);
});
