import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { podSubnetLayout } from "../../../components/network/pod-subnet-layout.builder";

describe("podSubnetLayout", () => {
  it("gives each zone one eighth of each range, by the letter of the zone", () => {
    assert.deepEqual(
      podSubnetLayout(["100.64.0.0/16", "100.66.128.0/20"], ["us-east-1a", "us-east-1f"]),
      [
        { zone: "us-east-1a", podCidr: "100.64.0.0/16", cidr: "100.64.0.0/19" },
        { zone: "us-east-1f", podCidr: "100.64.0.0/16", cidr: "100.64.160.0/19" },
        { zone: "us-east-1a", podCidr: "100.66.128.0/20", cidr: "100.66.128.0/23" },
        { zone: "us-east-1f", podCidr: "100.66.128.0/20", cidr: "100.66.138.0/23" },
      ],
    );
  });

  it("moves no subnet when a range or a zone is added before it", () => {
    const before = podSubnetLayout(["100.65.0.0/16"], ["us-east-1b"]);
    const after = podSubnetLayout(["100.64.0.0/16", "100.65.0.0/16"], ["us-east-1a", "us-east-1b"]);
    assert.deepEqual(
      after.filter(({ zone, podCidr }) => zone === "us-east-1b" && podCidr === "100.65.0.0/16"),
      before,
    );
  });
});
