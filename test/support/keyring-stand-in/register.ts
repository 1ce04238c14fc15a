import { registerHooks } from 'node:module';

/** Everything that imports the keyring of the system in this process gets the stand-in; nothing else is changed. */
const standIn = new URL('keyring.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@napi-rs/keyring' ? { url: standIn, shortCircuit: true } : next(specifier, context),
});
