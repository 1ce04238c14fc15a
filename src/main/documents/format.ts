/** Documents write quantities as the rest of the application does. */
export * from '../../shared/format.ts';
