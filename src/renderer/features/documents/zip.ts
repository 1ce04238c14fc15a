/** One file of an archive; its path is relative, with `/`. */
export interface ZipEntry {
  readonly path: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

/** What every entry says: version 2.0, names in UTF-8. */
const version = 20;
const utf8Names = 0x0800;
const deflated = 8;
/** 1980-01-01: archives of the same content are the same. */
const date = 0x21;

/** A ZIP archive after APPNOTE 6.3, without its 64-bit extensions: less than 65,536 files and 4 GiB. */
export async function zipFiles(entries: readonly ZipEntry[]): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { path, content } of entries) {
    const name = new TextEncoder().encode(path);
    const packed = await deflate(content);
    const common = [
      ...u16(utf8Names),
      ...u16(deflated),
      ...u16(0),
      ...u16(date),
      ...u32(crc32(content)),
      ...u32(packed.length),
      ...u32(content.length),
      ...u16(name.length),
      ...u16(0),
    ];
    const local = Uint8Array.from([...u32(0x04034b50), ...u16(version), ...common, ...name]);
    parts.push(local, packed);
    directory.push(
      Uint8Array.from([
        ...u32(0x02014b50),
        ...u16(version),
        ...u16(version),
        ...common,
        ...u16(0),
        ...u16(0),
        ...u16(0),
        ...u32(0),
        ...u32(offset),
        ...name,
      ]),
    );
    offset += local.length + packed.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Uint8Array.from([
    ...u32(0x06054b50),
    ...u16(0),
    ...u16(0),
    ...u16(entries.length),
    ...u16(entries.length),
    ...u32(size),
    ...u32(offset),
    ...u16(0),
  ]);
  return new Blob([...parts, ...directory, end], { type: 'application/zip' });
}

async function deflate(content: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([content]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function u16(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff];
}

function u32(value: number): number[] {
  return [...u16(value & 0xffff), ...u16(value >>> 16)];
}

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

function crc32(content: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of content) value = (value >>> 8) ^ (crcTable[(value ^ byte) & 0xff] ?? 0);
  return (value ^ 0xffffffff) >>> 0;
}
