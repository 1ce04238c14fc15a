import { describe, expect, test } from 'vitest';
import { buildEntity } from '../../../test/support/build-view.ts';
import { callOf } from './call-of.ts';

describe('how a thing is called where its name is not enough', () => {
  test('a port with its device, once', () => {
    expect(callOf(buildEntity('interface', 'Ethernet1', { attributes: { device: 'leaf-1' } }))).toBe(
      'leaf-1 Ethernet1',
    );
    expect(callOf(buildEntity('interface', 'leaf-1 Ethernet1', { attributes: { device: 'leaf-1' } }))).toBe(
      'leaf-1 Ethernet1',
    );
  });

  test('a workload with namespace and cluster, a volume with its array', () => {
    expect(
      callOf(buildEntity('workload', 'web', { attributes: { namespace: 'shop', cluster: 'k8s-a' } })),
    ).toBe('shop/web on k8s-a');
    expect(callOf(buildEntity('volume', 'vol0', { attributes: { array: 'array-1' } }))).toBe(
      'vol0 on array-1',
    );
  });

  test('anything else by its name', () => {
    expect(callOf(buildEntity('vm', 'web-01', { attributes: { cluster: 'prod-a' } }))).toBe('web-01');
  });
});
