/** Where pools launch nodes: a region, and the zones of the cluster's subnets. */
export interface Place {
  readonly region: string;
  /** Empty: all zones of the region, identified by their ids. */
  readonly zones: readonly PlaceZone[];
}

export interface PlaceZone {
  /** `us-west-2a`: a different place in each account. */
  readonly name: string;
  /** `usw2-az1`: the same place in every account. Absent where the mapping of the account is not known. */
  readonly id?: string;
}

/** Whether the id of every zone is known, so that offerings are known for each zone. */
export function hasZoneIds(place: Place): boolean {
  return place.zones.every(({ id }) => id !== undefined);
}
