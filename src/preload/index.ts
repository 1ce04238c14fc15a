import { contextBridge, ipcRenderer } from 'electron';
import { bridgeName, ipcChannel, type ApplicationMessage } from '../shared/contract/ipc-bridge.ts';
import { pinnedEventNames, pinnedMethodNames } from '../shared/contract/pinned.ts';
import { createBridge } from './bridge.ts';

/** All that the page may know of its host: `call` and `subscribe`, for names of the contract. */
const bridge = createBridge({ methods: pinnedMethodNames, events: pinnedEventNames }, (message) =>
  ipcRenderer.send(ipcChannel, message),
);
ipcRenderer.on(ipcChannel, (_event, message: ApplicationMessage) => bridge.receive(message));
contextBridge.exposeInMainWorld(bridgeName, bridge.page);
