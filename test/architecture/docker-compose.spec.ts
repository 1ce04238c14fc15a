import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { z } from 'zod';

/*
 * Nothing here starts a container: that the file says what it should is all that can be seen without Docker.
 */

const serviceSchema = z.strictObject({
  image: z.string(),
  build: z.strictObject({ context: z.string(), dockerfile: z.string() }).optional(),
  restart: z.enum(['no', 'unless-stopped']),
  entrypoint: z.array(z.string()).optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  secrets: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  depends_on: z
    .record(
      z.string(),
      z.strictObject({ condition: z.enum(['service_healthy', 'service_completed_successfully']) }),
    )
    .default({}),
  healthcheck: z
    .strictObject({
      test: z.tuple([z.literal('CMD')], z.string()),
      interval: z.string(),
      timeout: z.string(),
      retries: z.number(),
      start_period: z.string(),
    })
    .optional(),
  stop_grace_period: z.string().optional(),
});
const composeSchema = z.strictObject({
  name: z.string(),
  services: z.record(z.string(), serviceSchema),
  volumes: z.record(z.string(), z.null()),
  secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
});

const folder = 'deploy/docker';
const text = readFileSync(`${folder}/docker-compose.yml`, 'utf8');
const compose = composeSchema.parse(parse(text, { merge: true }));
const services = Object.entries(compose.services);
const lasting = services.filter(([, { restart }]) => restart !== 'no');

test('everything that keeps running says whether it is well, and keeps what it has in a volume', () => {
  expect(lasting.map(([name]) => name).toSorted()).toEqual(['collector', 'couchdb', 'ollama']);
  for (const [name, service] of lasting) {
    expect(service.healthcheck?.test).toHaveLength(name === 'couchdb' ? 4 : name === 'ollama' ? 3 : 5);
    const kept = service.volumes.filter((volume) => !volume.startsWith('.'));
    expect(kept.map((volume) => volume.split(':')[0])).toEqual([name]);
    expect(compose.volumes).toHaveProperty(name);
  }
});

test('no password stands in it, and each has to be given', () => {
  expect(text).not.toMatch(/password: *[^\s]|PASSWORD=\S/i);
  for (const [name, { file }] of Object.entries(compose.secrets)) {
    expect(file).toMatch(/^\$\{[A-Z_]+_FILE:\?Set [A-Z_]+_FILE to the path of a file/);
    expect(services.some(([, { secrets }]) => secrets.includes(name))).toBe(true);
  }
  for (const [, { secrets }] of services)
    for (const secret of secrets) expect(compose.secrets).toHaveProperty(secret);
});

test('ports are this machine’s unless somebody says otherwise', () => {
  for (const [, { ports }] of services)
    for (const port of ports)
      expect(port).toMatch(/^\$\{[A-Z]+_LISTEN:-127\.0\.0\.1\}:\$\{[A-Z]+_PORT:-\d+\}:\d+$/);
});

test('images of others are pinned, and whoever is waited for is there', () => {
  const others = services.filter(([, { build }]) => build === undefined);
  for (const [, { image }] of others) expect(image).toMatch(/:\d+\.\d+\.\d+$/);
  for (const [, { depends_on: waitsFor }] of services)
    for (const [other, { condition }] of Object.entries(waitsFor)) {
      const isChecked = compose.services[other]?.healthcheck !== undefined;
      expect(compose.services).toHaveProperty(other);
      expect(condition).toBe(isChecked ? 'service_healthy' : 'service_completed_successfully');
    }
});

test('what it mounts, builds and starts is there', () => {
  const paths = services.flatMap(([, { volumes, build, command = [], entrypoint = [] }]) => [
    ...volumes
      .filter((volume) => volume.startsWith('./'))
      .map((volume) => `${folder}/${volume.split(':')[0] ?? ''}`),
    ...(build ? [build.dockerfile] : []),
    ...[...command, ...entrypoint]
      .filter((word) => word.startsWith('/app/'))
      .map((word) => word.slice('/app/'.length)),
  ]);
  expect(paths.length).toBeGreaterThan(3);
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  const copied = [...readFileSync(`${folder}/Dockerfile`, 'utf8').matchAll(/--from=build \/app\/(\S+)/g)];
  const built = new Set(['node_modules', 'out']);
  for (const [, path = ''] of copied) expect(built.has(path) || existsSync(path)).toBe(true);
});
