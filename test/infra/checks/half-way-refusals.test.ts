import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { stackFaults } from "../../support/stack-faults";

const production = "production-us-east-1";

/** The faults of the stack with one section changed. */
const withSection = (section: string, changes: Record<string, unknown>, stack = production) =>
  stackFaults(stack, (sections) => {
    Object.assign((sections[section] ??= {}), changes);
  });

describe("settings that AWS would refuse half-way", () => {
  describe("tags", () => {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules
    it("differ in more than case, from each other and from those of the program", () => {
      assert.deepEqual(
        withSection("tags", { owner: "a", Owner: "b", Environment: "x", "Managed-By": "y" }),
        [
          'tags.Owner: differs only in case from owner, got "Owner"; expected keys that differ in more than case, because IAM takes these for one key; rename or remove it',
          'tags.Environment: differs only in case from environment, which this program sets, got "Environment"; expected keys that differ in more than case, because IAM takes these for one key; rename or remove it',
          'tags.Managed-By: differs only in case from managed-by, which this program sets, got "Managed-By"; expected keys that differ in more than case, because IAM takes these for one key; rename or remove it',
        ],
      );
    });

    it("are not those of the program, which would replace them silently", () => {
      assert.deepEqual(withSection("tags", { environment: "x" }), [
        'tags.environment: reserved tag, got "environment"; expected a key that neither EKS nor Karpenter nor this program sets; remove it',
      ]);
    });
  });

  describe("ranges that may reach the API", () => {
    it("begin at their first address", () => {
      assert.deepEqual(
        withSection("cluster", {
          publicAccessCidrs: ["54.240.0.5/24"],
          privateAccessCidrs: ["10.40.0.0/16", "10.80.1.0/16"],
        }),
        [
          'cluster.publicAccessCidrs[0]: not the first address of its range, got "54.240.0.5/24"; expected 54.240.0.0/24, or /32 for one address; set the bits after the prefix to 0',
          'cluster.privateAccessCidrs[1]: not the first address of its range, got "10.80.1.0/16"; expected 10.80.0.0/16, or /32 for one address; set the bits after the prefix to 0',
        ],
      );
    });

    it("are named once", () => {
      assert.deepEqual(
        withSection("cluster", {
          publicAccessCidrs: ["54.240.0.0/24", "54.240.0.0/24"],
          privateAccessCidrs: ["10.0.0.0/8", "192.168.0.0/24", "10.0.0.0/8"],
        }),
        [
          'cluster.publicAccessCidrs[1]: range named twice, got "54.240.0.0/24"; expected each range once; remove it',
          'cluster.privateAccessCidrs[2]: range named twice, got "10.0.0.0/8"; expected each range once; remove it',
        ],
      );
    });

    // https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml
    it("have no reserved address when they are for the public endpoint", () => {
      const reserved = [
        "0.0.0.0/8",
        "10.1.0.0/16",
        "100.64.0.0/10",
        "127.0.0.1/32",
        "169.254.0.0/16",
        "172.31.0.0/16",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.1.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.5/32",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "128.0.0.0/1",
      ];
      const faults = withSection("cluster", { publicAccessCidrs: reserved });
      assert.deepEqual(
        faults.map((fault) => fault.replace(/: has reserved addresses.*/, "")),
        reserved.map((_, index) => `cluster.publicAccessCidrs[${index}]`),
      );
      assert.equal(
        faults[1],
        'cluster.publicAccessCidrs[1]: has reserved addresses (10.0.0.0/8), which EKS refuses for a public endpoint, got "10.1.0.0/16"; expected public addresses, from which your requests reach the internet; find yours with curl https://checkip.amazonaws.com, or use privateAccessCidrs',
      );
    });

    it("are no more than the quotas allow", () => {
      const ranges = (count: number) =>
        Array.from({ length: count }, (_, third) => `54.240.${third}.0/24`);
      assert.deepEqual(withSection("cluster", { publicAccessCidrs: ranges(40) }), []);
      assert.match(
        withSection("cluster", { publicAccessCidrs: ranges(41) }).join("\n"),
        /^cluster\.publicAccessCidrs: .*at most 40 ranges/,
      );
      assert.match(
        withSection("cluster", { privateAccessCidrs: ranges(60) }).join("\n"),
        /^cluster\.privateAccessCidrs: .*at most 59 ranges/,
      );
    });
  });

  describe("administrators", () => {
    const team = "arn:aws:iam::123456789012:role/team";
    const administrators = (entries: Record<string, unknown>) =>
      withSection("cluster", { administrators: entries }, "dev-us-west-2");

    // https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
    it("have a principal each", () => {
      assert.deepEqual(
        administrators({ people: { principalArn: team }, robots: { principalArn: team } }),
        [
          `cluster.administrators.robots.principalArn: also the principal of people, got "${team}"; expected each principal once, because EKS gives it one access entry; remove robots or people`,
        ],
      );
    });

    it("are principals of the region's partition", () => {
      const foreign = "arn:aws-cn:iam::123456789012:role/team";
      assert.deepEqual(administrators({ people: { principalArn: foreign } }), [
        `cluster.administrators.people.principalArn: not an ARN of the partition of us-west-2, got "${foreign}"; expected an ARN that begins with arn:aws:iam::; name a principal of this partition`,
      ]);
    });

    it("name each namespace once", () => {
      const policy = "AmazonEKSEditPolicy";
      assert.deepEqual(
        administrators({ people: { principalArn: team, policy, namespaces: ["ml", "ml"] } }),
        [
          'cluster.administrators.people.namespaces[1]: namespace named twice, got "ml"; expected each namespace once; remove it',
        ],
      );
    });
  });

  it("interface endpoints are named once", () => {
    assert.deepEqual(withSection("network", { interfaceEndpoints: ["sts", "sqs", "sts"] }), [
      'network.interfaceEndpoints[2]: endpoint named twice, got "sts"; expected each endpoint once; remove it',
    ]);
  });

  // https://github.com/kubernetes-sigs/karpenter/blob/v1.14.1/pkg/apis/crds/karpenter.sh_nodepools.yaml
  it("labels of a tier are labels that the NodePool CRD accepts", () => {
    const labels = { "karpenter.sh/nodepool": "a", "karpenter.k8s.aws/team": "b", team: "c" };
    assert.deepEqual(
      withSection("tiers", { "gpu-inference": { labels } }).map((fault) =>
        fault.replace(/: is refused by the NodePool CRD.*/, ""),
      ),
      [
        'tiers.gpu-inference.labels["karpenter.sh/nodepool"]',
        'tiers.gpu-inference.labels["karpenter.k8s.aws/team"]',
      ],
    );
  });
});
