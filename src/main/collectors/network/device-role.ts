export type DeviceKind = 'switch' | 'router' | 'firewall' | 'device';

/** The kind of entity that a device's role makes it. What carries no packets by itself is a plain device. */
export function deviceKindOfRole(role: string | undefined): DeviceKind {
  const words = (role ?? '').toLowerCase();
  if (/patch|panel|pdu|server|console|storage|ups|camera|phone/.test(words)) return 'device';
  if (/firewall|\bfw\b|ngfw/.test(words)) return 'firewall';
  if (/router|\brtr\b|gateway|\bwan\b/.test(words)) return 'router';
  if (/switch|\bsw\b|leaf|spine|\btor\b/.test(words)) return 'switch';
  return 'device';
}
