import { z } from 'zod';

const text = z.string().optional();
const count = z.number().nonnegative().optional();

const neighborSchema = z.object({
  remoteAs: count,
  localAs: count,
  nbrDesc: text,
  hostname: text,
  bgpState: z.string(),
  adminShutDown: z.boolean().optional(),
  hostLocal: text,
  hostForeign: text,
  bgpNeighborAddr: text,
  bgpTimerUpMsec: count,
  addressFamilyInfo: z
    .record(
      z.string(),
      z.object({
        acceptedPrefixCounter: count,
        sentPrefixCounter: count,
        routeMapForIncomingAdvertisements: text,
        routeMapForOutgoingAdvertisements: text,
      }),
    )
    .optional(),
});

/** FRR writes what a VRF is beside its neighbours, which are called by address, or by interface where unnumbered. */
const vrfSchema = z
  .record(z.string(), z.unknown())
  .transform((all) => Object.entries(all).filter(([, value]) => typeof value === 'object' && value !== null))
  .pipe(z.array(z.tuple([z.string(), neighborSchema])));

export const bgpSchema = z
  .record(z.string(), z.unknown())
  .transform((all) => Object.entries(all).filter(([, value]) => typeof value === 'object' && value !== null))
  .pipe(z.array(z.tuple([z.string(), vrfSchema])))
  .transform((vrfs) =>
    vrfs.flatMap(([vrf, neighbors]) => neighbors.map(([name, neighbor]) => ({ vrf, name, ...neighbor }))),
  );
export type RawBgpNeighbor = z.output<typeof bgpSchema>[number];
