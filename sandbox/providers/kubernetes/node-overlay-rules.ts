/**
 * The CEL rules of the NodeOverlay CRD, by their message. The rules about label keys have the message of the NodePool's
 * rules, and use them here. Those allow six more keys: reservations, placement groups and tenancy.
 */
import { fields, has, items, keys, type Rule } from "./crd-values";

export const nodeOverlayRules: Readonly<Record<string, Rule>> = {
  "requirements with operator 'NotIn' must have a value defined": (self) =>
    items(self).every(({ operator, values }) => operator !== "NotIn" || items(values).length > 0),
  "requirements operator 'Gt', 'Lt', 'Gte' or 'Lte' must have a single positive integer value": (
    self,
  ) =>
    items(self).every(
      ({ operator, values }) => !/^[GL]te?$/.test(String(operator)) || isOneInteger(values),
    ),
  "invalid resource restricted": (self) =>
    !keys(self).some((resource) =>
      ["cpu", "memory", "ephemeral-storage", "pods"].includes(resource),
    ),
  "cannot set both 'price' and 'priceAdjustment'": (self) =>
    !has(fields(self), "price") || !has(fields(self), "priceAdjustment"),
};

function isOneInteger(values: unknown): boolean {
  const list: unknown[] = Array.isArray(values) ? values : [];
  return list.length === 1 && /^\+?\d+$/.test(String(list[0]));
}
