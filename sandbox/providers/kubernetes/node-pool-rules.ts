/** The CEL rules of the NodePool CRD, by their message. */
import {
  allowedKarpenterAwsLabelKeys,
  capacityTypeLabelKey,
  hostnameLabelKey,
  nodePoolLabelKey,
} from "../../../scheduling/requirements/labels";
import { fields, has, items, keys, type Rule } from "./crd-values";

export const nodePoolRules: Readonly<Record<string, Rule>> = { ...poolRules(), ...labelRules() };

function poolRules(): Record<string, Rule> {
  return {
    "Cannot transition NodePool between static (replicas set) and dynamic (replicas unset) provisioning modes":
      (self, before) => before === undefined || has(self, "replicas") === has(before, "replicas"),
    "only 'limits.nodes' is supported on static NodePools": (self) =>
      !has(self, "replicas") || keys(fields(self).limits).every((resource) => resource === "nodes"),
    "'weight' is not supported on static NodePools": (self) =>
      !has(self, "replicas") || !has(self, "weight"),
    "'schedule' must be set with 'duration'": (self) =>
      items(self).every((budget) => has(budget, "schedule") === has(budget, "duration")),
    "nodeClassRef.group is immutable": (self, before) =>
      before === undefined || fields(self).group === fields(before).group,
    "nodeClassRef.kind is immutable": (self, before) =>
      before === undefined || fields(self).kind === fields(before).kind,
    "group may not be empty": (self) => self !== "",
    "kind may not be empty": (self) => self !== "",
    "name may not be empty": (self) => self !== "",
    "requirements with operator 'In' must have a value defined": (self) =>
      items(self).every(({ operator, values }) => operator !== "In" || items(values).length > 0),
    "requirements operator 'Gt', 'Lt', 'Gte', or 'Lte' must have a single positive integer value": (
      self,
    ) =>
      items(self).every(
        ({ operator, values }) => !/^[GL]te?$/.test(String(operator)) || isOneInteger(values),
      ),
    "requirements with 'minValues' must have at least that many values specified in the 'values' field":
      (self) =>
        items(self).every(
          ({ operator, values, minValues }) =>
            operator !== "In" ||
            minValues === undefined ||
            items(values).length >= Number(minValues),
        ),
  };
}

/** A rule about all keys of the labels of a pool, and about the key of each requirement. */
function labelRules(): Record<string, Rule> {
  const domain = (key: string): string => key.split("/")[0] ?? "";
  return {
    'label domain "karpenter.sh" is restricted': (self) =>
      keys(self).every(
        (key) =>
          [capacityTypeLabelKey, nodePoolLabelKey].includes(key) ||
          !domain(key).endsWith("karpenter.sh"),
      ),
    'label "karpenter.sh/nodepool" is restricted': (self) => !keys(self).includes(nodePoolLabelKey),
    'label "kubernetes.io/hostname" is restricted': (self) =>
      !keys(self).includes(hostnameLabelKey),
    'label domain "karpenter.k8s.aws" is restricted': (self) =>
      keys(self).every(
        (key) =>
          allowedKarpenterAwsLabelKeys.includes(key) || !domain(key).endsWith("karpenter.k8s.aws"),
      ),
  };
}

function isOneInteger(values: unknown): boolean {
  const list: unknown[] = Array.isArray(values) ? values : [];
  return list.length === 1 && /^\+?\d+$/.test(String(list[0]));
}
