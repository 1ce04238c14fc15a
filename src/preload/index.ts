import { contextBridge } from 'electron';

/** All that the renderer may know of its host. It has nothing to call until the contract is there. */
contextBridge.exposeInMainWorld('datacenterDocs', Object.freeze({ platform: process.platform }));
