/**
 * What Electron does around a sandboxed preload, as text that runs before a page's own scripts: `require('electron')`,
 * an `ipcRenderer` over the binding, and a `contextBridge` that copies what passes, as the real one does.
 */
export function preloadScript(preload: string): string {
  return `(() => {
  if (window.top !== window) return;
  const listeners = new Map();
  const copy = (value) => {
    if (typeof value === 'function') return (...args) => copy(value(...args.map(copy)));
    if (value instanceof Promise) return value.then(copy, (error) => { throw new Error(String(error && error.message || error)); });
    if (Array.isArray(value)) return value.map(copy);
    if (value instanceof Error) return new Error(value.message);
    if (typeof value === 'object' && value !== null) {
      return Object.freeze(Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copy(member)])));
    }
    return value;
  };
  const contextBridge = {
    exposeInMainWorld(name, api) {
      Object.defineProperty(window, name, { value: copy(api), enumerable: true });
    },
  };
  const ipcRenderer = {
    send(channel, ...args) {
      void window.__standInSend(JSON.stringify({ channel, args: structuredClone(args) }));
    },
    on(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
  };
  Object.defineProperty(window, '__standInDeliver', {
    value: (channel, args) => {
      for (const listener of listeners.get(channel) ?? []) listener({}, ...args);
    },
  });
  const require = (name) => {
    if (name === 'electron') return { contextBridge, ipcRenderer };
    throw new Error('a sandboxed preload cannot require ' + name);
  };
  const module = { exports: {} };
  new Function('require', 'module', 'exports', 'process', ${JSON.stringify(preload)})(
    require, module, module.exports, { platform: 'linux', versions: {} },
  );
})();`;
}
