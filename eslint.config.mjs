import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

/**
 * Imports point down: infra → components → scheduling, policies → scheduling. `files` may not import from
 * the top-level `folders`; `more` adds further patterns, because a later entry replaces an earlier one.
 */
const layer = (files, folders, message, ...more) => ({
  files: files.map((glob) => (glob.endsWith(".ts") ? glob : `${glob}/*.ts`)),
  plugins: { "@typescript-eslint": tseslint.plugin },
  rules: {
    "@typescript-eslint/no-restricted-imports": [
      "error",
      { patterns: [{ regex: `^(\\.\\./)+(${folders})(/|$)`, message }, ...more] },
    ],
  },
});

const outer = "sandbox|tools|test";
const noPulumi = { group: ["@pulumi/*"], message: "scheduling knows nothing of Pulumi" };
const noPulumiInRules = {
  group: ["@pulumi/*"],
  message: "a rule is a pure function over plain data",
};
const typesOnly = { group: ["@pulumi/*"], allowTypeImports: true, message: "a builder is pure" };
const noWholeSdk = {
  regex: "^@pulumi/(aws|eks|kubernetes)$",
  allowTypeImports: true,
  message:
    "import a module of it, such as @pulumi/aws/ec2: the whole takes a third of a second to load",
};
const noClockOrDisk = {
  group: ["node:*", "fs", "path", "child_process"],
  message:
    "scheduling reads no file, clock or network: data comes in as arguments or typed modules",
};

export default tseslint.config(
  {
    ignores: [
      "node_modules/**",
      ".cache/**",
      "coverage/**",
      "reports/**",
      ".sandbox/**",
      "policies/dist/**",
    ],
  },
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    plugins: { "@pulumi": pulumi },
    rules: {
      "@pulumi/no-output-in-template-literal": "error",
      "@pulumi/no-output-instance-in-template-literal": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/prefer-nullish-coalescing": "error",
      "max-classes-per-file": ["error", 1],
      "max-lines": ["warn", { max: 250, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["warn", { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  layer(
    ["scheduling/**"],
    `infra|components|policies|${outer}`,
    "scheduling imports nothing of ours",
    noPulumi,
    noClockOrDisk,
  ),
  // The embedded Karpenter is data of its folder, too large for a module: the one place that reads a file.
  layer(
    ["scheduling/karpenter/wasm-session.ts"],
    `infra|components|policies|${outer}`,
    "scheduling imports nothing of ours",
    noPulumi,
  ),
  layer(["components/**"], `infra|policies|${outer}`, "components import scheduling", noWholeSdk),
  layer(
    ["components/**/*.builder.ts"],
    `infra|policies|${outer}`,
    "components import scheduling",
    typesOnly,
  ),
  layer(
    ["policies/**"],
    `infra|components|${outer}`,
    "policies import scheduling and policies/support",
  ),
  layer(
    ["policies/rules/**"],
    `infra|components|${outer}`,
    "policies import scheduling and policies/support",
    noPulumiInRules,
  ),
  layer(["infra/**"], `policies|${outer}`, "infra imports components and scheduling", noWholeSdk),
  {
    files: ["infra/**/*.ts", "components/**/*.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "CallExpression[callee.property.name='apply'] NewExpression[callee.type='MemberExpression']",
          message: "create the resource outside apply, so that preview can show it",
        },
      ],
    },
  },
  // A table may be longer than a file of code.
  { files: ["components/node-pools/tier-profiles.ts"], rules: { "max-lines": "off" } },
  { files: ["scheduling/**/*.ts"], rules: { "no-restricted-globals": ["error", "process"] } },
  {
    files: ["test/**/*.ts"],
    rules: { "max-lines-per-function": "off", "max-lines": "off", "max-classes-per-file": "off" },
  },
);
