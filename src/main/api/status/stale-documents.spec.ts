import { expect, it, vi } from 'vitest';
import { createStaleDocuments } from './stale-documents.ts';

it('counts behind the answer, once for as long as nothing changed, and tells when the number is another', async () => {
  let stale: readonly unknown[] = ['a', 'b'];
  const count = vi.fn<() => Promise<readonly unknown[]>>(() => Promise.resolve(stale));
  const told = vi.fn<() => void>();
  const documents = createStaleDocuments(count, () => 0);
  documents.onKnown(told);

  expect(documents.known()).toBeUndefined();
  await vi.waitFor(() => expect(documents.known()).toBe(2));
  documents.known();
  expect(count).toHaveBeenCalledOnce();
  expect(told).toHaveBeenCalledOnce();

  stale = [];
  documents.outdate();
  expect(documents.known()).toBe(2);
  await vi.waitFor(() => expect(documents.known()).toBe(0));
  expect(told).toHaveBeenCalledTimes(2);
});

it('rests ten times as long as it took', async () => {
  let nowMs = 0;
  const count = vi.fn<() => Promise<readonly unknown[]>>(() => {
    nowMs += 100;
    return Promise.resolve([]);
  });
  const documents = createStaleDocuments(count, () => nowMs);
  documents.known();
  await vi.waitFor(() => expect(documents.known()).toBe(0));
  documents.outdate();
  nowMs += 999;
  documents.known();
  expect(count).toHaveBeenCalledOnce();
  nowMs += 1;
  documents.known();
  expect(count).toHaveBeenCalledTimes(2);
});

it('has no number when counting fails, and counts again when asked after a change', async () => {
  const count = vi
    .fn<() => Promise<readonly unknown[]>>()
    .mockRejectedValueOnce(new Error('no'))
    .mockResolvedValue(['a']);
  const documents = createStaleDocuments(count, () => 0);
  documents.known();
  await vi.waitFor(() => expect(count).toHaveBeenCalledOnce());
  expect(documents.known()).toBeUndefined();
  documents.outdate();
  documents.known();
  await vi.waitFor(() => expect(documents.known()).toBe(1));
});
