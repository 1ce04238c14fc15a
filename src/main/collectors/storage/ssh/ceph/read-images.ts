import type { z } from 'zod';
import { storageCommands as commands } from '../../../../ssh/commands/storage.ts';
import type { HostReader } from '../../../../ssh/host-reader.ts';
import { partOf, recordsOf, type Part, type Records } from '../part.ts';
import * as raw from './raw.ts';

export type Image = z.output<typeof raw.rawImage>;
export type ImageInfo = z.output<typeof raw.rawImageInfo>;
export type ImageSnapshot = z.output<typeof raw.rawSnapshot>;
export type MirroredImage = z.output<typeof raw.rawMirroredImage>;

export interface PoolImages {
  /** Images, and a record more for each of their snapshots. */
  readonly list: Part<Records<Image>>;
  /** By the image's name; what is not in it was not asked, or did not answer. */
  readonly infos: ReadonlyMap<string, Part<ImageInfo>>;
  readonly snapshots: ReadonlyMap<string, Part<readonly ImageSnapshot[]>>;
  /** Empty where nothing is mirrored. */
  readonly mirrored: Part<Records<MirroredImage>>;
}

/** Each is one question to the cluster. Beyond, a pool's images are listed without what only they tell themselves. */
export const mostImages = 500;
export const tooMany = `the pool has more than ${mostImages} images: each would be a question by itself`;

export async function readImages(reader: HostReader, pool: string): Promise<PoolImages> {
  const infos = new Map<string, Part<ImageInfo>>();
  const snapshots = new Map<string, Part<readonly ImageSnapshot[]>>();
  const nameIsPlain = commands.rbdImages.arguments['pool']?.test(pool) === true;
  if (!nameIsPlain) {
    const odd = {
      ok: false,
      reason: `the pool's name ${JSON.stringify(pool)} is put into no command`,
    } as const;
    return { list: odd, infos, snapshots, mirrored: odd };
  }
  const listed = partOf(await reader.askJson(commands.rbdImages, raw.rawImages, { args: { pool } }));
  const mirrored = await readMirrored(reader, pool);
  if (!listed.ok) return { list: listed, infos, snapshots, mirrored };
  const list = recordsOf(listed.value, {
    kind: 'volume',
    schema: raw.rawImage,
    path: `${commands.rbdImages.id}.${pool}`,
    name: (record) => {
      const image: unknown =
        typeof record === 'object' && record !== null ? Reflect.get(record, 'image') : undefined;
      return typeof image === 'string' ? `${pool}/${image}` : undefined;
    },
  });
  const images = list.records.filter(({ snapshot }) => snapshot === undefined);
  const withSnapshots = new Set(
    list.records.flatMap(({ image, snapshot }) => (snapshot === undefined ? [] : [image])),
  );
  if (images.length <= mostImages)
    for (const { image } of images) {
      if (commands.rbdImage.arguments['image']?.test(image) !== true) {
        const odd = { ok: false, reason: `its name is put into no command` } as const;
        infos.set(image, odd);
        if (withSnapshots.has(image)) snapshots.set(image, odd);
        continue;
      }
      const args = { pool, image };
      infos.set(image, partOf(await reader.askJson(commands.rbdImage, raw.rawImageInfo, { args })));
      if (withSnapshots.has(image))
        snapshots.set(image, partOf(await reader.askJson(commands.rbdSnapshots, raw.rawSnapshots, { args })));
    }
  return { list: { ok: true, value: list }, infos, snapshots, mirrored };
}

async function readMirrored(reader: HostReader, pool: string): Promise<Part<Records<MirroredImage>>> {
  const mode = partOf(await reader.askJson(commands.rbdMirror, raw.rawMirror, { args: { pool } }));
  if (!mode.ok) return mode;
  if (mode.value.mode === 'disabled') return { ok: true, value: { records: [], rejects: [] } };
  const states = partOf(
    await reader.askJson(commands.rbdMirrorStates, raw.rawMirrorStates, { args: { pool } }),
  );
  if (!states.ok) return states;
  const path = `${commands.rbdMirrorStates.id}.${pool}`;
  return {
    ok: true,
    value: recordsOf(states.value.images, { kind: 'replication', schema: raw.rawMirroredImage, path }),
  };
}
