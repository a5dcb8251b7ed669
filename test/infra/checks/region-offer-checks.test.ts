import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { stackFaults, type StackSections } from "../../support/stack-faults";

// us-east-1 offers trn1.2xlarge in use1-az5 and use1-az6 alone, ap-northeast-1 not at all, and apne1-az2 offers
// no g5: EC2 DescribeInstanceTypeOfferings by zone id, 2026-08-01.

const tokyo = (change: (sections: StackSections) => void) =>
  stackFaults("production-ap-northeast-1", change);
const virginia = (change: (sections: StackSections) => void) =>
  stackFaults("production-us-east-1", change);

const tokyoIds = {
  "ap-northeast-1a": "apne1-az4",
  "ap-northeast-1c": "apne1-az1",
  "ap-northeast-1d": "apne1-az2",
};

describe("what a region offers", () => {
  it("includes the instance types of the fixture stacks", () => {
    for (const stack of [
      "dev-us-west-2",
      "production-ap-northeast-1",
      "production-us-east-1",
      "staging-us-west-2",
      "workshop-us-west-2",
    ]) {
      assert.deepEqual(
        stackFaults(stack, () => undefined),
        [],
        stack,
      );
    }
  });

  it("refuses a tier without an offered type, and names regions that offer one", () => {
    assert.deepEqual(
      tokyo(({ tiers }) => {
        (tiers ??= {})["trainium-trn1"] = {};
      }),
      [
        "tiers.trainium-trn1: launches nothing: ap-northeast-1 offers none of its types, got trn1.2xlarge; expected a tier with types that ap-northeast-1 offers; remove the tier; they are offered in us-east-1, us-east-2 and us-west-2, or update the offerings of 2026-08-01 with npm run catalogue -- refresh --region ap-northeast-1",
      ],
    );
  });

  it("points to families and sizes when the profile has offered types", () => {
    assert.deepEqual(
      tokyo(({ tiers }) => {
        (tiers ??= {})["gpu-general"] = { families: ["p5e", "p6-b200"] };
      }),
      [
        "tiers.gpu-general.families: launches nothing: ap-northeast-1 offers none of its types, got p5e.48xlarge and p6-b200.48xlarge; expected a tier with types that ap-northeast-1 offers; widen families and sizes: g4dn, g5, g6, g6e, g7e, p3dn and 4 more are offered, or update the offerings of 2026-08-01 with npm run catalogue -- refresh --region ap-northeast-1",
      ],
    );
  });

  it("is not checked for a retired tier", () => {
    assert.deepEqual(
      tokyo(({ tiers }) => {
        (tiers ??= {})["trainium-trn1"] = { retired: true };
      }),
      [],
    );
  });
});

describe("what zones offer", () => {
  it("refuses a tier without an offered type in its zones", () => {
    assert.deepEqual(
      virginia(({ network }) => {
        (network ??= {})["zoneIds"] = {
          "us-east-1a": "use1-az1",
          "us-east-1b": "use1-az2",
          "us-east-1c": "use1-az4",
        };
      }),
      [
        "tiers.trainium-trn1.zones: launches nothing: none of its zones offers any of its types (trn1), got us-east-1a (use1-az1), us-east-1b (use1-az2), us-east-1c (use1-az4); expected a zone with one of the ids use1-az5, use1-az6; write network.controlPlaneZones: [us-east-1a, us-east-1b, us-east-1c] and add such a zone to network.zones, correct network.zoneIds, or update the offerings of 2026-08-01 with npm run catalogue -- refresh --region us-east-1",
      ],
    );
  });

  it("asks to write down the control plane's zones only while the file lacks them", () => {
    const [fault = ""] = virginia(({ network }) => {
      Object.assign((network ??= {}), {
        controlPlaneZones: ["us-east-1a", "us-east-1b"],
        zoneIds: { "us-east-1a": "use1-az1", "us-east-1b": "use1-az2", "us-east-1c": "use1-az4" },
      });
    });
    assert.match(fault, /use1-az6; add such a zone to network\.zones, correct/);
  });

  it("is enough when one zone offers a type", () => {
    assert.deepEqual(
      virginia(({ network }) => {
        (network ??= {})["zoneIds"] = {
          "us-east-1a": "use1-az1",
          "us-east-1b": "use1-az2",
          "us-east-1c": "use1-az6",
        };
      }),
      [],
    );
    assert.deepEqual(
      tokyo(({ network }) => {
        (network ??= {})["zoneIds"] = tokyoIds;
      }),
      [],
    );
  });

  it("refuses a zone of a tier that offers none of its types", () => {
    assert.deepEqual(
      tokyo(({ network, tiers }) => {
        (network ??= {})["zoneIds"] = tokyoIds;
        (tiers ??= {})["gpu-tier1-g5-spot"] = { zones: ["ap-northeast-1a", "ap-northeast-1d"] };
      }),
      [
        'tiers.gpu-tier1-g5-spot.zones[1]: offers none of the tier\'s types (g5), got "ap-northeast-1d", apne1-az2; expected a zone with one of the ids apne1-az1, apne1-az4; remove the zone, or update the offerings of 2026-08-01 with npm run catalogue -- refresh --region ap-northeast-1',
      ],
    );
  });

  it("is not checked when a zone id is newer than the record", () => {
    assert.deepEqual(
      tokyo(({ network, tiers }) => {
        (network ??= {})["zoneIds"] = { ...tokyoIds, "ap-northeast-1a": "apne1-az9" };
        (tiers ??= {})["gpu-tier1-g5-spot"] = { zones: ["ap-northeast-1d"] };
      }),
      [],
    );
  });
});
