/**
 * Helm releases (kubernetes:helm.sh/v3:Release): what an install adds to the cluster, an upgrade renews and an
 * uninstall removes.
 */
import type { ClusterContents, KubernetesObject, Properties } from "../cloud-state";
import { objectKey } from "../cloud-state";
import { hexDigits } from "../digits";
import { type CheckFailure, unknown } from "../stand-in";
import { stringOf } from "../string-of";
import { type Chart, chartOf } from "./charts";
import { namespaceType } from "./initial-objects";
import { customKindKeyOf } from "./definitions";

export const releaseType = "kubernetes:helm.sh/v3:Release";

const inputNames = [
  "atomic",
  "chart",
  "cleanupOnFail",
  "compat",
  "createNamespace",
  "dependencyUpdate",
  "description",
  "devel",
  "disableCRDHooks",
  "disableOpenapiValidation",
  "disableWebhooks",
  "forceUpdate",
  "lint",
  "maxHistory",
  "name",
  "namespace",
  "recreatePods",
  "replace",
  "repositoryOpts",
  "resetValues",
  "reuseValues",
  "skipAwait",
  "skipCrds",
  "takeOwnership",
  "timeout",
  "valueYamlFiles",
  "values",
  "verify",
  "version",
  "waitForJobs",
];

/** Helm's limit, so that the names of the chart's objects are not too long. */
const maximumNameLength = 53;

/** The inputs with the name and namespace that the real provider fills in. */
export function namedRelease(
  urnName: string,
  oldInputs: Properties | undefined,
  inputs: Properties,
): Properties {
  const before = oldInputs?.name;
  const automatic = new RegExp(`^${urnName}-[0-9a-f]{8}$`);
  const kept =
    typeof before === "string" && automatic.test(before)
      ? before
      : `${urnName}-${hexDigits(urnName, 8)}`;
  const { namespace } = inputs;
  return {
    ...inputs,
    name: inputs.name ?? kept,
    namespace: namespace === undefined || namespace === "" ? "default" : namespace,
  };
}

/**
 * Faults that Helm finds before it does anything: unknown inputs, a chart that does not exist, no pinned version, a
 * wrong name.
 */
export function releaseFailures(inputs: Properties): CheckFailure[] {
  const failures = Object.keys(inputs)
    .filter(
      (name) => !inputNames.includes(name) && name !== "__defaults" && name !== "resourceNames",
    )
    .map((name) => ({
      property: name,
      reason: `is no input of a Helm release in the sandbox; expected one of ${inputNames.join(", ")}`,
    }));
  if (inputs.chart === undefined)
    failures.push({ property: "chart", reason: "is missing, got nothing; name the Helm chart" });
  else if (inputs.chart !== unknown) failures.push(...chartFailures(inputs));
  const { name, version } = inputs;
  if (version === undefined) {
    const reason =
      "is missing, got nothing; the sandbox looks up no newest chart, so pin the version";
    failures.push({ property: "version", reason });
  } else if (version !== unknown && !/^v?\d+\.\d+\.\d+([-+].+)?$/.test(stringOf(version))) {
    failures.push({
      property: "version",
      reason: `is no version, got ${JSON.stringify(version)}; expected one such as 1.2.3`,
    });
  }
  if (
    name !== unknown &&
    (String(name).length > maximumNameLength ||
      !/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(String(name)))
  ) {
    const reason = `is no release name, got ${JSON.stringify(name)}; expected at most ${maximumNameLength} lower-case letters, digits, "-" and "."`;
    failures.push({ property: "name", reason });
  }
  return failures;
}

export function releaseId({ namespace, name }: Properties): string {
  return `${String(namespace)}/${String(name)}`;
}

/** The outputs of a release at this revision. A preview knows neither the status nor the names of the objects. */
export function releaseOutputs(inputs: Properties, revision: number | undefined): Properties {
  if (revision === undefined) return { ...inputs, status: unknown, resourceNames: unknown };
  const { name, namespace, version } = inputs;
  const chart = chartNamed(inputs).name;
  return {
    ...inputs,
    resourceNames: {},
    status: {
      name,
      namespace,
      chart,
      version,
      revision,
      appVersion: String(version).replace(/^v/, ""),
      status: "deployed",
    },
  };
}

/** Throws when Helm could not install or upgrade the release. */
export function refuseInstall(contents: ClusterContents, id: string, inputs: Properties): void {
  const chart = chartNamed(inputs);
  const namespace = String(inputs.namespace);
  if (
    inputs.createNamespace !== true &&
    !(objectKey(namespaceType, namespace) in contents.objects)
  ) {
    throw new Error(`create: failed to create: namespaces "${namespace}" not found`);
  }
  const foreign = ownDefinitions(chart).find(
    (key) => key in contents.definitions && contents.definitions[key]?.release !== id,
  );
  if (foreign !== undefined) {
    throw new Error(
      `Unable to continue with install: CustomResourceDefinition "${foreign}" exists and cannot be imported into the current release: invalid ownership metadata; annotation validation error: key "meta.helm.sh/release-name" must equal "${String(inputs.name)}"`,
    );
  }
  refuseNotReady(contents, chart, inputs);
}

/** Adds the custom kinds of the chart to the cluster, as Helm does. */
export function installDefinitions(
  contents: ClusterContents,
  id: string,
  inputs: Properties,
): void {
  const chart = chartNamed(inputs);
  const kept = annotationsOf(inputs)["helm.sh/resource-policy"] === "keep";
  const version = stringOf(inputs.version);
  for (const { key } of chart.definitions) {
    if (chart.definitionsIn === "templates")
      contents.definitions[key] = { release: id, kept, version };
    else if (inputs.skipCrds !== true && !(key in contents.definitions))
      contents.definitions[key] = { kept: true, version };
  }
}

/**
 * Removes the custom kinds of the release from the cluster, and every object of these kinds. Kinds with
 * `helm.sh/resource-policy: keep` stay.
 */
export function uninstallDefinitions(contents: ClusterContents, id: string): void {
  for (const [key, definition] of Object.entries(contents.definitions)) {
    if (definition.release !== id || definition.kept) continue;
    delete contents.definitions[key];
    for (const [objectPlace, object] of Object.entries(contents.objects)) {
      if (customKindKeyOf(object.type) === key) delete contents.objects[objectPlace];
    }
  }
}

/** The releases of this chart in the cluster. */
export function releasesOf(contents: ClusterContents, chartName: string): KubernetesObject[] {
  return Object.values(contents.objects).filter(
    ({ type, inputs }) => type === releaseType && chartNamed(inputs).name === chartName,
  );
}

function chartNamed({ chart, repositoryOpts }: Properties): Chart {
  return chartOf(chart, (repositoryOpts as Properties | undefined)?.repo);
}

function chartFailures(inputs: Properties): CheckFailure[] {
  try {
    chartNamed(inputs);
    return [];
  } catch (error) {
    return [{ property: "chart", reason: (error as Error).message.replace(/^chart: /, "") }];
  }
}

function ownDefinitions(chart: Chart): string[] {
  return chart.definitionsIn === "templates" ? chart.definitions.map(({ key }) => key) : [];
}

/** In a real cluster, the pods would start and fail, and Helm would wait for them until its timeout. */
function refuseNotReady(contents: ClusterContents, chart: Chart, inputs: Properties): void {
  const willHave = inputs.skipCrds === true ? [] : chart.definitions.map(({ key }) => key);
  const missingKinds = chart.neededKinds.filter(
    (key) => !(key in contents.definitions) && !willHave.includes(key),
  );
  const missingValues = chart.neededValues.filter(
    (path) => valueAt(inputs.values, path) === undefined,
  );
  const reasons = [
    ...missingKinds.map((key) => `no matches for kind ${key}; install its CRDs first`),
    ...missingValues.map((path) => `values.${path} is not set`),
  ];
  if (reasons.length === 0) return;
  throw new Error(
    `Helm release ${releaseId(inputs)}: context deadline exceeded: the pods do not become ready: ${reasons.join("; ")}`,
  );
}

function annotationsOf(inputs: Properties): Properties {
  return (valueAt(inputs.values, "additionalAnnotations") ?? {}) as Properties;
}

/** The value at a path, for example `settings.clusterName`. */
export function valueAt(values: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, name) => (value as Properties | undefined)?.[name], values);
}
