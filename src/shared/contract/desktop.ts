import { z } from 'zod';
import { defineFeature } from './feature.ts';

/** Where this application keeps the secrets of MCP servers, and why there when it is not the first choice. */
export const secretsKeptSchema = z.discriminatedUnion('in', [
  /** The keyring of the operating system, which the command line shares. */
  z.strictObject({ in: z.literal('os-keyring') }),
  /** A file that the desktop encrypts; the command line cannot read it. */
  z.strictObject({ in: z.literal('encrypted-file'), because: z.string() }),
  z.strictObject({ in: z.literal('nowhere'), because: z.string() }),
]);
export type SecretsKept = z.output<typeof secretsKeptSchema>;

export const desktopStateSchema = z.discriminatedUnion('available', [
  z.strictObject({
    available: z.literal(true),
    startAtLogin: z.boolean(),
    /** Closing the window leaves the application running in the tray: it goes on collecting. */
    keepRunning: z.boolean(),
    secrets: secretsKeptSchema,
  }),
  /** A browser or the command line: what only a desktop can do answers `not-available`. */
  z.strictObject({ available: z.literal(false) }),
]);
export type DesktopState = z.output<typeof desktopStateSchema>;

/** What only the desktop application can do. */
export const desktop = defineFeature({
  methods: {
    state: { effect: 'read', input: z.strictObject({}), output: desktopStateSchema },
    setStartAtLogin: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ on: z.boolean() }),
      output: desktopStateSchema,
      errors: ['login-item-unavailable'],
    },
    setKeepRunning: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ on: z.boolean() }),
      output: desktopStateSchema,
    },
    /** Asks the person where to, and writes the document there as PDF. */
    savePdf: {
      effect: 'write',
      role: 'viewer',
      input: z.strictObject({
        documentId: z.string().min(1).max(500),
        /** Absent: the newest. */
        version: z.number().int().min(1).exactOptional(),
      }),
      output: z.discriminatedUnion('saved', [
        z.strictObject({ saved: z.literal(true), path: z.string() }),
        /** The person closed the dialogue. */
        z.strictObject({ saved: z.literal(false) }),
      ]),
      errors: ['document-not-found', 'version-not-found', 'document-too-large', 'pdf-failed'],
    },
    /** Opens a web address in the system's browser. */
    openExternal: {
      effect: 'write',
      role: 'viewer',
      input: z.strictObject({ url: z.string().min(1).max(2048) }),
      output: z.strictObject({}),
      errors: ['address-refused'],
    },
  },
  events: {
    /** A menu, a notification or a `datacenter-docs://` link wants the page to show this address of the application. */
    goTo: {
      input: z.strictObject({}),
      payload: z.strictObject({ path: z.string() }),
    },
  },
});
