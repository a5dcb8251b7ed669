import type { CalendarWeek } from "../../report/answers/disruption/calendar-week";
import type {
  DisruptionCalendar,
  ReasonCalendar,
} from "../../report/answers/disruption/disruption-calendar";
import type { LaunchableType } from "../../report/answers/launchable/launchable-offerings";
import type { NodePool } from "../../scheduling/node-pool/node-pool";
import type { PoolReport, ReportModel } from "../../report/model";

/** A hostile name for a pool. */
const hostileName = "<script>alert(1)</script>|`x`@all";

/** A model that is small enough to read: one pool with a limit that stops it early, and one pool without limits. */
export function smallModel(): ReportModel {
  return {
    version: 1,
    title: "test-ap-northeast-1",
    subject: {
      kind: "stack",
      environment: "dev",
      file: "stacks/Pulumi.test-ap-northeast-1.yaml",
    },
    place: {
      region: "ap-northeast-1",
      zones: [
        { name: "ap-northeast-1a", id: "apne1-az4" },
        { name: "ap-northeast-1d", id: "apne1-az2" },
      ],
    },
    week,
    traps: [
      { id: "limits-contradict", pool: "gpu", text: "memory stops p5.48xlarge at 8 of 100 GPUs." },
      { id: "no-limits", pool: hostileName, text: `Nothing limits ${hostileName}.` },
      { id: "most-aggressive", pool: "gpu", text: "Moves pods after 0s. That is the default." },
      {
        id: "most-aggressive",
        pool: hostileName,
        text: "Moves pods after 1s. That is the default.",
      },
      { id: "capacity-type-order", pool: "gpu", text: "The order means nothing." },
      { id: "capacity-type-order", pool: hostileName, text: "The order means nothing." },
    ].map((trap, index) => ({
      ...trap,
      fix: "Correct it.",
      file: "stacks/Pulumi.test-ap-northeast-1.yaml",
      line: 20 + index,
    })),
    refused: [
      {
        name: "NodePool heavy",
        from: "pools.yaml, document 2",
        file: "pools.yaml",
        line: 30,
        faults: ["spec.weight: is out of range, got 110; expected a whole number from 1 to 100"],
      },
    ],
    notChecked: [
      {
        pool: "kwok",
        from: "pools.yaml",
        file: "pools.yaml",
        line: 1,
        reason: "names another class",
      },
    ],
    findings: [`pools.yaml: NodePool ${hostileName}: spec.weight: is no number`],
    pools: [gpuPool, hostilePool],
    cost: {
      usdPerHour: 110.0784,
      usdPerMonth: 80357.232,
      unbounded: [hostileName],
      unpriced: [],
      prices,
    },
    quotas: [
      {
        name: "Running On-Demand P instances",
        code: "L-417A185B",
        unit: "vCPU",
        needed: 2304,
        parts: [{ of: "gpu", needed: 2304 }],
      },
      {
        name: "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests",
        code: "L-34B43A08",
        unit: "vCPU",
        needed: null,
        parts: [{ of: hostileName, needed: null }],
      },
    ],
    workloads: [
      {
        workload: "a workload that selects fallback-chain=gpu",
        workloadClass: "inference",
        pods: 1,
        steps: [
          {
            landings: [
              {
                pool: "gpu",
                poolClass: "inference",
                capacityType: "spot",
                families: ["g5"],
                instanceTypes: ["g5.xlarge"],
                zones: ["ap-northeast-1a"],
                nodes: 1,
                pods: 1,
                onDemandPrice: {
                  usdPerHour: 1.006,
                  region: "us-east-1",
                  date: "2026-07-20",
                  source: "a table",
                  isReference: true,
                },
              },
            ],
            pendingPods: 0,
            refusals: [],
          },
        ],
        refusals: [
          { pool: hostileName, text: "has no label fallback-chain", reasons: ["incompatible"] },
        ],
        isComplete: true,
        findings: [],
      },
      {
        workload: "Pod lost",
        pods: 2,
        steps: [],
        refusals: ["gpu", hostileName].map((pool) => ({
          pool,
          text: "no label team",
          reasons: ["incompatible"],
        })),
        isComplete: true,
        findings: [{ path: "spec", problem: "is missing" }],
      },
    ],
    gpuPods: [
      {
        pool: "gpu",
        resource: "nvidia.com/gpu",
        sizes: [1, 8],
        replicas: {
          asked: 8,
          placed: 8,
          nodes: [{ instanceType: "p5.48xlarge", capacityType: "on-demand", count: 1 }],
          usdPerHour: 55.04,
        },
        pods: [
          { gpus: 1, landing: gpuLanding("spot", "g5.xlarge", 1.006) },
          { gpus: 4, landing: gpuLanding("on-demand", "p5.48xlarge", 55.04) },
          { gpus: 8, landing: gpuLanding("on-demand", "p5.48xlarge", 55.04) },
        ],
      },
    ],
    agents: {
      agents: [
        { name: "kube-proxy", purpose: "Services" },
        { name: "nvidia-device-plugin", purpose: "makes GPUs a resource" },
      ],
      pools: ["gpu", hostileName],
      contracts: [
        contract("kube-proxy", "gpu", "runs", "runs: tolerates nvidia.com/gpu:NoSchedule"),
        contract("nvidia-device-plugin", "gpu", "runs-later", "unknown at launch"),
        contract("kube-proxy", hostileName, "runs", "runs: the pool has no taint"),
        {
          ...contract("nvidia-device-plugin", hostileName, "does-not-run", "does not tolerate it"),
          untolerated: ["team=a:NoSchedule"],
        },
      ],
      devices: [],
    },
    assumptions: ["The cluster is empty."],
    sources: [
      { what: "Scheduling", from: "Karpenter, embedded", as: "1.14.1" },
      { what: "On-demand prices of us-east-1", from: "a table", as: "2026-07-20" },
    ],
  };
}

function gpuLanding(capacityType: "spot" | "on-demand", type: string, usdPerHour: number) {
  return {
    pool: "gpu",
    capacityType,
    families: [type.split(".")[0] ?? ""],
    instanceTypes: [type, "g5.48xlarge"],
    zones: ["ap-northeast-1a"],
    nodes: 1,
    pods: 1,
    onDemandPrice: {
      usdPerHour,
      region: "us-east-1",
      date: "2026-07-20",
      source: "a table",
      isReference: true,
    },
  };
}

const prices = [
  { region: "us-east-1", date: "2026-07-20", source: "a table", isReference: true },
] as const;

const week: CalendarWeek = {
  timeZone: "Asia/Tokyo",
  monday: "2026-03-02",
  from: "2026-03-01T15:00:00.000Z",
  to: "2026-03-08T15:00:00.000Z",
  minutes: 10080,
};

const anyTime = (reason: ReasonCalendar["reason"], written: string): ReasonCalendar => ({
  reason,
  intervals: [
    {
      from: week.from,
      to: week.to,
      localFrom: "2026-03-02T00:00+09:00",
      localTo: "2026-03-09T00:00+09:00",
      allowed: 1,
      written,
    },
  ],
  openMinutes: 10080,
});

/** Drift is allowed from 02:00 to 04:00 on Sunday in Tokyo, which is Saturday evening in UTC. */
const sundayNight: ReasonCalendar = {
  reason: "Drifted",
  intervals: [
    {
      from: week.from,
      to: "2026-03-07T17:00:00.000Z",
      localFrom: "2026-03-02T00:00+09:00",
      localTo: "2026-03-08T02:00+09:00",
      allowed: 0,
      written: "0",
    },
    {
      from: "2026-03-07T17:00:00.000Z",
      to: "2026-03-07T19:00:00.000Z",
      localFrom: "2026-03-08T02:00+09:00",
      localTo: "2026-03-08T04:00+09:00",
      allowed: 1,
      written: "1",
    },
    {
      from: "2026-03-07T19:00:00.000Z",
      to: week.to,
      localFrom: "2026-03-08T04:00+09:00",
      localTo: "2026-03-09T00:00+09:00",
      allowed: 0,
      written: "0",
    },
  ],
  openMinutes: 120,
};

const calendarOf = (pool: string, reasons: DisruptionCalendar["reasons"]): DisruptionCalendar => ({
  pool,
  week,
  nodeCount: 1,
  budgetsBroken: false,
  reasons,
});

const g5: LaunchableType = {
  name: "g5.xlarge",
  arch: "amd64",
  cpu: 4,
  memoryMebibytes: 16384,
  accelerator: { name: "a10g", kind: "nvidia", resource: "nvidia.com/gpu", devices: 1 },
  onDemandUsdPerHour: 1.006,
  zoneIds: ["apne1-az4"],
  zones: ["ap-northeast-1a"],
  zonesAtLeast: 1,
  zonesAtMost: 1,
};
const p5: LaunchableType = {
  ...g5,
  name: "p5.48xlarge",
  cpu: 192,
  memoryMebibytes: 2097152,
  accelerator: { name: "h100", kind: "nvidia", resource: "nvidia.com/gpu", devices: 8 },
  onDemandUsdPerHour: 55.04,
};
const m7g: LaunchableType = {
  name: "m7g.large",
  arch: "arm64",
  cpu: 2,
  memoryMebibytes: 8192,
  onDemandUsdPerHour: 0.0816,
  zoneIds: ["apne1-az2", "apne1-az4"],
  zones: ["ap-northeast-1a", "ap-northeast-1d"],
  zonesAtLeast: 2,
  zonesAtMost: 2,
};

const basicPool: NodePool = {
  name: "gpu",
  labels: { workload: "inference" },
  nodeAnnotations: {},
  annotations: {},
  requirements: [],
  taints: [{ key: "nvidia.com/gpu", effect: "NoSchedule" }],
  startupTaints: [],
  limits: { "nvidia.com/gpu": 100, memory: "2000Gi" },
  weight: 10,
  consolidationPolicy: "WhenEmpty",
  consolidateAfter: "5m",
  budgets: [],
  expireAfter: "720h",
  terminationGracePeriod: "1h",
  nodeClass: "default",
  nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" },
};

const launchableOf = (
  pool: string,
  types: readonly LaunchableType[],
): PoolReport["launchable"] => ({
  pool,
  region: "ap-northeast-1",
  regionIsKnown: true,
  capacityTypes: ["spot", "on-demand"],
  reservedIsNamed: false,
  types,
  zones: ["apne1-az4", "apne1-az2"].map((zoneId, index) => ({
    zoneId,
    name: index === 0 ? "ap-northeast-1a" : "ap-northeast-1d",
    types: types.filter(({ zoneIds }) => zoneIds.includes(zoneId)).length,
    families: [],
  })),
  zoneNames: ["ap-northeast-1a", "ap-northeast-1d"],
  zoneIdsAreKnown: true,
  notOffered: [],
  refusedKeys: [],
  exclusions: [
    { requirement: "karpenter.k8s.aws/instance-family In [g5 p5]", types: 1361, alone: 7 },
  ],
  nearMisses: [{ excludedBy: "kubernetes.io/arch In [amd64]", types: ["g5g.xlarge"] }],
  unknownNames: [],
  minValuesShortfalls: [],
  catalogue: { types: 1363, source: "documentation" },
  prices,
  offeringsDate: "2026-08-01",
});

const spot = {
  noticeSeconds: 120,
  onlyOnSpotNodes: true,
  text: "on a Spot node, at any time with two minutes' notice",
} as const;

const gpuPool: PoolReport = {
  name: "gpu",
  nodePool: basicPool,
  written: basicPool,
  launchable: launchableOf("gpu", [g5, p5]),
  ceiling: {
    pool: "gpu",
    limits: basicPool.limits,
    resource: "nvidia.com/gpu",
    deviceLimit: 100,
    types: [
      { type: "g5.xlarge", nodes: 100, binding: "nvidia.com/gpu", devices: 100 },
      { type: "p5.48xlarge", nodes: 1, binding: "memory", devices: 8 },
    ],
    fewest: { type: "p5.48xlarge", nodes: 1, binding: "memory", devices: 8 },
    most: { type: "g5.xlarge", nodes: 100, binding: "nvidia.com/gpu", devices: 100 },
    unbounded: [],
    shut: [],
    shortfalls: [],
    reaching: 1,
    round: { nodes: 1, booked: { "nvidia.com/gpu": 8, memory: 2083059138560 } },
  },
  cost: {
    pool: "gpu",
    kind: "bounded",
    usdPerHour: 110.0784,
    usdPerMonth: 80357.232,
    nodes: [
      { type: "p5.48xlarge", nodes: 1, usdPerHour: 55.04 },
      { type: "g5.xlarge", nodes: 54, usdPerHour: 54.324 },
    ],
    dearest: { type: "p5.48xlarge", nodes: 1, usdPerHour: 55.04 },
    unboundedTypes: [],
    unpriced: [],
    prices,
  },
  calendar: calendarOf("gpu", [
    anyTime("Empty", "100%"),
    sundayNight,
    {
      reason: "Underutilized",
      never: "consolidationPolicy is WhenEmpty",
      intervals: [],
      openMinutes: 0,
    },
  ]),
  unstopped: [
    { cause: "expiry", text: "Every node is deleted 720h after its creation.", source: "a line" },
  ],
  firstEviction: {
    pool: "gpu",
    from: week.from,
    nodeCreated: week.from,
    ordinary: {
      byKarpenter: [
        {
          by: "drift",
          drainFrom: "2026-03-07T17:00:00.000Z",
          at: "2026-03-07T17:00:00.000Z",
          text: "if the node has drifted by then",
        },
      ],
      spotInterruption: spot,
    },
    doNotDisrupt: { byKarpenter: [], spotInterruption: spot },
  },
  nodeAge: {
    pool: "gpu",
    expiryHours: 720,
    drainHours: 1,
    driftWaitHours: 166,
    oldestHours: { ordinary: 720, blocking: 721 },
    unpatchedHours: { ordinary: 166, blocking: 167 },
  },
};

const hostileNodePool: NodePool = {
  ...basicPool,
  name: hostileName,
  limits: {},
  taints: [],
  expireAfter: "Never",
};

const hostilePool: PoolReport = {
  name: hostileName,
  nodePool: hostileNodePool,
  written: hostileNodePool,
  launchable: launchableOf(hostileName, [m7g]),
  ceiling: {
    pool: hostileName,
    limits: {},
    types: [{ type: "m7g.large" }],
    unbounded: ["m7g.large"],
    shut: [],
    shortfalls: [],
    reaching: 0,
  },
  cost: {
    pool: hostileName,
    kind: "unbounded",
    nodes: [],
    dearest: { type: "m7g.large", nodes: 1, usdPerHour: 0.0816 },
    unboundedTypes: ["m7g.large"],
    unpriced: [],
    prices,
  },
  calendar: calendarOf(hostileName, [
    anyTime("Empty", "10%"),
    anyTime("Drifted", "10%"),
    anyTime("Underutilized", "10%"),
  ]),
  unstopped: [],
  firstEviction: {
    pool: hostileName,
    from: week.from,
    nodeCreated: week.from,
    ordinary: {
      byKarpenter: [
        { by: "drift", drainFrom: week.from, at: week.from, text: "if the node has drifted" },
      ],
    },
    doNotDisrupt: { byKarpenter: [] },
  },
  nodeAge: {
    pool: hostileName,
    expiryHours: null,
    drainHours: null,
    driftWaitHours: 0,
    oldestHours: { ordinary: null, blocking: null },
    unpatchedHours: { ordinary: 0, blocking: null },
  },
};

function contract(
  agent: string,
  pool: string,
  verdict: ReportModel["agents"]["contracts"][number]["verdict"],
  reason: string,
): ReportModel["agents"]["contracts"][number] {
  return { agent, pool, verdict, reason, untolerated: [], typesWithout: [] };
}
