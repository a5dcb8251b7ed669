import { counted } from "../../../scheduling/values/wording";

/** `30 days`, `23 hours`, `30 minutes`; days and hours together if neither alone is exact. */
export function spanText(hours: number): string {
  if (hours < 1) return counted(Math.round(hours * 60), "minute");
  const days = Math.floor(hours / 24);
  const rest = Math.round((hours - days * 24) * 10) / 10;
  if (days < 2) return counted(Math.round(hours * 10) / 10, "hour");
  return rest === 0 ? counted(days, "day") : `${counted(days, "day")} and ${counted(rest, "hour")}`;
}
