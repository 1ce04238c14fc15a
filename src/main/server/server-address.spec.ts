import { describe, expect, test } from 'vitest';
import { planListening } from './server-address.ts';

describe('what may be listened on', () => {
  test('this machine alone, unless something else is asked for', () => {
    expect(planListening({})).toMatchObject({
      addresses: ['127.0.0.1', '::1'],
      isLoopback: true,
      port: 4780,
      orAny: true,
    });
    expect(planListening({ port: 0 })).toMatchObject({ port: 0, orAny: false });
    expect(planListening({ port: 0, address: '127.0.0.2' })).toMatchObject({ isLoopback: true });
  });

  test.each(['0.0.0.0', '::', '10.0.0.5', '2001:db8::1'])('%s only with TLS or a proxy', (address) => {
    expect(() => planListening({ port: 0, address })).toThrow(
      expect.objectContaining({ code: 'usage', hint: expect.stringContaining('--tls-cert') }),
    );
    expect(planListening({ port: 0, address, publicOrigin: 'https://docs.example.org' })).toMatchObject({
      addresses: [address],
      isLoopback: false,
    });
  });

  test('names are no addresses: what they lead to may change', () => {
    expect(() => planListening({ port: 0, address: 'localhost' })).toThrow(
      expect.objectContaining({ code: 'usage' }),
    );
  });

  test.each([
    'docs.example.org',
    'ftp://docs.example.org',
    'https://docs.example.org/console',
    'https://a@b.c',
  ])('%s is no origin', (publicOrigin) => {
    expect(() => planListening({ port: 0, publicOrigin })).toThrow(
      expect.objectContaining({ code: 'usage' }),
    );
  });

  test('a certificate that cannot be read is said by its option', () => {
    expect(() => planListening({ tls: { certFile: '/nonexistent', keyFile: '/nonexistent' } })).toThrow(
      /--tls-cert \/nonexistent cannot be read/,
    );
    expect(() =>
      planListening({ tls: { certFile: import.meta.filename, keyFile: import.meta.filename } }),
    ).toThrow(/holds no certificate/);
  });
});
