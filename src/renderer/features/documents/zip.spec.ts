// @vitest-environment node
import { expect, test } from 'vitest';
import { zipFiles } from './zip.ts';

const encoder = new TextEncoder();

test('an archive gives back what was put into it', async () => {
  const files = [
    { path: 'README.md', content: encoder.encode('# Documents\n') },
    { path: 'network/site-fra1.md', content: encoder.encode('größe '.repeat(5000)) },
    { path: 'empty.md', content: new Uint8Array() },
  ];
  const bytes = await (await zipFiles(files)).arrayBuffer();
  const view = new DataView(bytes);
  const u16 = (at: number) => view.getUint16(at, true);
  const u32 = (at: number) => view.getUint32(at, true);
  const end = bytes.byteLength - 22;
  expect(u32(end)).toBe(0x06054b50);
  expect(u16(end + 10)).toBe(3);
  let at = u32(end + 16);
  for (const { path, content } of files) {
    expect(u32(at)).toBe(0x02014b50);
    const nameLength = u16(at + 28);
    expect(new TextDecoder().decode(bytes.slice(at + 46, at + 46 + nameLength))).toBe(path);
    expect(u32(at + 24)).toBe(content.length);
    const local = u32(at + 42);
    const begin = local + 30 + u16(local + 26);
    const packed = new Blob([bytes.slice(begin, begin + u32(at + 20))]);
    const unpacked = packed.stream().pipeThrough(new DecompressionStream('deflate-raw'));
    expect(new Uint8Array(await new Response(unpacked).arrayBuffer())).toEqual(content);
    at += 46 + nameLength;
  }
  expect(at).toBe(end);
});
