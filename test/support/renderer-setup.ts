import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// What jsdom lacks and Mantine asks for.
class NoResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
Object.assign(globalThis, { ResizeObserver: NoResizeObserver, IntersectionObserver: NoResizeObserver });
Object.defineProperty(globalThis, 'matchMedia', {
  value: (query: string) => ({
    matches: false,
    media: query,
    addEventListener() {},
    removeEventListener() {},
    addListener() {},
    removeListener() {},
    dispatchEvent: () => false,
  }),
});

if (typeof document !== 'undefined') {
  Object.defineProperty(document, 'fonts', { value: new EventTarget() });
}

// What appears at once on a quiet machine takes a while on a busy one.
configure({ asyncUtilTimeout: 8_000 });
afterEach(() => cleanup());
