import { isIdleUnderAutoMode, isIdleUnderEc2 } from "../../../scheduling/node-pool/auto-mode";
import { providerOf } from "../../../scheduling/node-pool/class-provider";
import { listed } from "../../../scheduling/values/wording";
import type { PoolTrap } from "../trap";

/** Label keys of the other provider: they choose no instance type, so the pool launches what it was to keep out. */
export const keysWithoutEffect: PoolTrap<"written"> = {
  id: "keys-without-effect",
  title: "Keys that choose nothing under the pool's node class",
  rank: 15,
  kind: "costly",
  fix: "Use karpenter.k8s.aws/instance-* with an EC2NodeClass, and eks.amazonaws.com/instance-* with a NodeClass of EKS Auto Mode.",
  at: ["spec", "template", "spec", "requirements"],
  textsFor: ({ written: { requirements, nodeClassRef } }) => {
    const provider = providerOf(nodeClassRef);
    const isIdle = provider === "auto-mode" ? isIdleUnderAutoMode : isIdleUnderEc2;
    const idle = [...new Set(requirements.map(({ key }) => key).filter(isIdle))];
    if (idle.length === 0) return [];
    const types =
      provider === "auto-mode"
        ? "types of EKS Auto Mode have no such label"
        : "only types of EKS Auto Mode have this label, and the pool names an EC2NodeClass";
    return [
      `${listed(idle)} ${idle.length === 1 ? "chooses" : "choose"} no instance type: ${types}. The pool launches whatever its other requirements admit.`,
    ];
  },
};
