import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { zoneAddresses } from "../../../components/network/zone-addresses.builder";

describe("zoneAddresses", () => {
  it("counts the addresses of a private subnet without the first /28, the last /28 and the interface endpoints", () => {
    assert.deepEqual(
      zoneAddresses({
        cidr: "10.0.0.0/16",
        podCidrs: [],
        zones: ["us-east-1a", "us-east-1b"],
        interfaceEndpoints: ["sqs", "sts"],
      }),
      [
        { zone: "us-east-1a", private: 8192 - 32 - 2, pods: 0 },
        { zone: "us-east-1b", private: 8192 - 32 - 2, pods: 0 },
      ],
    );
  });

  it("adds up the addresses of the subnets for pods", () => {
    assert.deepEqual(
      zoneAddresses({
        cidr: "10.0.0.0/20",
        podCidrs: ["100.64.0.0/16", "100.65.0.0/20"],
        zones: ["us-east-1c"],
        interfaceEndpoints: [],
      }),
      [{ zone: "us-east-1c", private: 512 - 32, pods: 8192 - 32 + 512 - 32 }],
    );
  });
});
