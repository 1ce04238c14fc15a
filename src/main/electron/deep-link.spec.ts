import { describe, expect, it } from 'vitest';
import { pathOfLink } from './deep-link.ts';

describe('a datacenter-docs link', () => {
  it.each([
    ['datacenter-docs://overview', '/'],
    ['datacenter-docs://overview/', '/'],
    ['datacenter-docs://', '/'],
    ['datacenter-docs://inventory', '/inventory'],
    ['datacenter-docs://Inventory/', '/inventory'],
    ['datacenter-docs://inventory?filter=kind%3Avm', '/inventory?filter=kind%3Avm'],
    ['datacenter-docs://inventory/entity/vcenter-a%3Avm-17', '/inventory/entity/vcenter-a%3Avm-17'],
    ['datacenter-docs://documents/virtualization#hosts', '/documents/virtualization#hosts'],
    ['datacenter-docs://settings/sources', '/settings/sources'],
  ])('%s shows %s', (link, path) => {
    expect(pathOfLink(link)).toBe(path);
  });

  it.each([
    'https://example.org/inventory',
    'datacenter-docs:inventory',
    'datacenter-docs://evil.example/inventory',
    'datacenter-docs://user@inventory/',
    'datacenter-docs://inventory:80/',
    'datacenter-docs://overview/assets/main.js',
    'datacenter-docs://inventory//evil.example',
    'datacenter-docs://inventory/a%5cb',
    'datacenter-docs://inventory/%0d%0aheader',
    'datacenter-docs://inventory/%zz',
    `datacenter-docs://inventory?filter=${'x'.repeat(2000)}`,
    'javascript:alert(1)',
    '',
  ])('%s shows nothing', (link) => {
    expect(pathOfLink(link)).toBeUndefined();
  });

  it('never leads out of its screen', () => {
    for (const link of [
      'datacenter-docs://inventory/../settings',
      'datacenter-docs://inventory/%2e%2e/settings',
      'datacenter-docs://settings/./x/../../..',
    ]) {
      const path = pathOfLink(link);
      expect(path === undefined || /^\/(inventory|settings)(\/|$)/.test(path)).toBe(true);
      expect(path ?? '').not.toContain('..');
    }
  });
});
