import { readFileSync } from "node:fs";

/**
 * Which folder may import which. This is the only place that says so; `npm run lint` enforces it, for TypeScript and
 * JavaScript, for type-only imports too. test/architecture.test.ts shows that every rule refuses what it should.
 * https://github.com/sverweij/dependency-cruiser/blob/main/doc/rules-reference.md
 */

/** Each top-level folder with the other top-level folders that it may import. */
const rooms = {
  start: [],
  "command-line": [],
  scheduling: [],
  components: ["scheduling"],
  infra: ["components", "scheduling", "start"],
  policies: ["scheduling", "start"],
  report: ["infra", "components", "scheduling", "command-line", "start"],
  commands: ["report", "policies", "infra", "components", "scheduling", "command-line", "start"],
  sandbox: ["policies", "infra", "components", "scheduling", "command-line", "start"],
  dev: [
    "sandbox",
    "commands",
    "report",
    "policies",
    "infra",
    "components",
    "scheduling",
    "command-line",
    "start",
  ],
};

/** Folders and files inside a room, lowest first: each may import itself and those before it. */
const floors = {
  infra: ["config", "resolved", "checks", "platform", "load-config.ts", "index.ts"],
  report: ["subject", "answers", "traps", "formats"],
};

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `${room}-imports-downwards`,
  comment: `${room}/ may import ${["itself", ...allowed].join(", ")}, and packages`,
  severity: "error",
  from: { path: `^${room}/` },
  to: {
    path: "^[^/]+/",
    pathNot: `^(${[room, ...allowed, "node_modules"].join("|")})/`,
    dependencyTypesNot: ["core", "unknown"],
  },
}));

const newRoomRule = {
  name: "every-folder-has-its-rule",
  comment: "a new top-level folder needs a row in `rooms` of .dependency-cruiser.mjs",
  severity: "error",
  from: { path: "^[^/]+/", pathNot: `^(${[...Object.keys(rooms), "test"].join("|")})/` },
  to: {},
};

const floorRules = Object.entries(floors).flatMap(([room, folders]) =>
  folders.slice(0, -1).map((folder, at) => ({
    name: `${room}-${folder}-imports-downwards`,
    comment: `inside ${room}/, ${folder} may import only ${folders.slice(0, at + 1).join(", ")}`,
    severity: "error",
    from: { path: `^${room}/${folder}/` },
    to: { path: folders.slice(at + 1).map((higher) => `^${room}/${higher}(/|$)`) },
  })),
);

const developmentPackages = Object.keys(
  JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8")).devDependencies,
);

const pulumi = "(^|/)node_modules/@pulumi/";
const wholeProvider = `${pulumi}(aws|eks|kubernetes)/index\\.(js|d\\.ts)$`;

const packageRules = [
  {
    name: "scheduling-without-pulumi",
    comment: "scheduling/ is a model of Karpenter and works without Pulumi",
    severity: "error",
    from: { path: "^scheduling/" },
    to: { path: pulumi },
  },
  {
    name: "scheduling-without-disk-and-clock",
    comment:
      "scheduling/ reads no file, no clock and no network: data comes in as arguments or as typed modules. Only the " +
      "embedded Karpenter is read from a file, because it is too large for a module.",
    severity: "error",
    from: { path: "^scheduling/", pathNot: "^scheduling/karpenter/wasm-session\\.ts$" },
    to: { dependencyTypes: ["core"] },
  },
  {
    name: "rules-are-pure",
    comment:
      "a policy rule is a pure function over plain data: it may import types of Pulumi, but no values",
    severity: "error",
    from: { path: "^policies/rules/" },
    to: { path: pulumi, dependencyTypesNot: ["type-only"] },
  },
  {
    name: "builders-are-pure",
    comment: "a builder returns plain data: it may import types of Pulumi, but no values",
    severity: "error",
    from: { path: "\\.builder\\.ts$" },
    to: { path: pulumi, dependencyTypesNot: ["type-only"] },
  },
  {
    name: "no-whole-provider",
    comment:
      "import a module of the provider SDK, such as @pulumi/aws/ec2: to load the whole SDK takes a third of a second",
    severity: "error",
    from: { path: "^(components|infra)/" },
    to: { path: wholeProvider, dependencyTypesNot: ["type-only"] },
  },
  {
    name: "deployment-without-development-packages",
    comment: "a deployment installs production packages only: move the package to `dependencies`",
    severity: "error",
    from: { path: "^(infra|policies)/index\\.ts$" },
    to: { reachable: true, path: `^node_modules/(${developmentPackages.join("|")})/` },
  },
];

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...roomRules,
    newRoomRule,
    ...floorRules,
    ...packageRules,
    {
      name: "no-circle",
      comment:
        "files that import each other, directly or through others, cannot be understood or tested one by one",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "every-import-exists",
      comment: "the imported file or package does not exist",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.cache|\\.sandbox|coverage|reports|policies/dist)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
    },
  },
};
