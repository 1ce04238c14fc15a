import { resolve } from 'node:path';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { precompress } from './scripts/precompress.ts';

/**
 * Main is built as ES modules with two more entries: the headless program and the lab, each a light start of its
 * own. `node:sqlite` stays external. The preload has to be CommonJS, because it runs sandboxed.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rollupOptions: {
        input: {
          index: resolve('src/main/index.ts'),
          cli: resolve('src/main/cli.ts'),
          lab: resolve('src/lab/main.ts'),
        },
        external: ['electron', 'node:sqlite', '@napi-rs/keyring'],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: {
        input: { index: resolve('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [atTheRoot(), precompress()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      // The page's CSP takes fonts from files alone.
      assetsInlineLimit: 0,
      rollupOptions: {
        input: { index: resolve('src/renderer/index.html') },
        // Mantine marks every module for servers that render; there is none here.
        onLog: (level, log, next) => {
          if (log.code !== 'MODULE_LEVEL_DIRECTIVE') next(level, log);
        },
      },
    },
  },
});

/**
 * Places inside the console are paths, and its page may be loaded at any of them, so it names its files from the root.
 * electron-vite says `./` for pages that are opened as files.
 */
function atTheRoot(): Plugin {
  return { name: 'at-the-root', enforce: 'post', config: () => ({ base: '/' }) };
}
