/** Where pools are to launch: a region, and the zones that the subnets of the cluster lie in. */
export interface Place {
  readonly region: string;
  /** None: any zone of the region, which then go by their ids. */
  readonly zones: readonly PlaceZone[];
}

export interface PlaceZone {
  /** `us-west-2a`: a different place in every account. */
  readonly name: string;
  /** `usw2-az1`: the same place in every account. Absent where the account's mapping is not known. */
  readonly id?: string;
}

/** Whether every zone is known by its id, so that offerings can be told zone by zone. */
export function hasZoneIds(place: Place): boolean {
  return place.zones.every(({ id }) => id !== undefined);
}
