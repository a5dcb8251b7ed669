import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { eksImageRegistry } from "../../../components/efa/eks-image-registry";

describe("eksImageRegistry", () => {
  // https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html
  const rows: Readonly<Record<string, string>> = {
    "us-east-1": "602401143452.dkr.ecr.us-east-1.amazonaws.com",
    "us-west-2": "602401143452.dkr.ecr.us-west-2.amazonaws.com",
    "ap-northeast-1": "602401143452.dkr.ecr.ap-northeast-1.amazonaws.com",
    "me-south-1": "558608220178.dkr.ecr.me-south-1.amazonaws.com",
    "us-gov-west-1": "013241004608.dkr.ecr.us-gov-west-1.amazonaws.com",
    "cn-north-1": "918309763551.dkr.ecr.cn-north-1.amazonaws.com.cn",
  };
  for (const [region, registry] of Object.entries(rows)) {
    it(`is ${registry} in ${region}`, () => assert.equal(eksImageRegistry(region), registry));
  }
});
