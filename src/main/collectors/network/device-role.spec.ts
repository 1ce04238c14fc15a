import { describe, expect, it } from 'vitest';
import { deviceKindOfRole } from './device-role.ts';

describe('the kind of a device by its role', () => {
  it.each([
    ['ToR Switch', 'switch'],
    ['leaf', 'switch'],
    ['Core Switch core-switch', 'switch'],
    ['Edge Router', 'router'],
    ['Internet Gateway', 'router'],
    ['firewall', 'firewall'],
    ['Patch Panel', 'device'],
    ['PDU', 'device'],
    ['Console Server', 'device'],
    ['ups', 'device'],
    ['Switch PDU', 'device'],
    ['', 'device'],
    [undefined, 'device'],
  ])('%j is a %s', (role, kind) => {
    expect(deviceKindOfRole(role)).toBe(kind);
  });
});
