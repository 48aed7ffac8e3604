/** Which id labels name one address, so that findings may be known by the id; an id on a whole range names no single host. */
export interface AssetAddresses {
  /** `address` is undefined when the id stands on several addresses at once. */
  saw(id: string | undefined, address: string | undefined): void;
  /** The id when all that was seen of it is this address. */
  assetOf(id: string | undefined, address: string): string | undefined;
}

/** Knows nothing yet. */
export function createAssetAddresses(): AssetAddresses {
  const addresses = new Map<string, string | undefined>();
  return {
    saw(id, address) {
      if (id === undefined) return;
      addresses.set(id, !addresses.has(id) || addresses.get(id) === address ? address : undefined);
    },
    assetOf: (id, address) => (id !== undefined && addresses.get(id) === address ? id : undefined),
  };
}
