/** The Go program of the embedded Karpenter: how it is built and stored. */

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { writeAllAtomically } from "../../command-line/atomic-file";
import { embeddedVersions } from "../../scheduling/karpenter/karpenter-version";
import { copyWithoutCrds } from "./bare-module";
import { licencesText, withoutLicence, type Module } from "./licences";

const checkout = join(__dirname, "..", "..");
const folder = join(checkout, "scheduling", "karpenter");
const source = join(folder, "go");
export const compressedFile = join(folder, "karpenter.wasm.br");
export const glueFile = join(folder, "wasm_exec.js");
export const licencesFile = join(folder, "LICENCES.txt");

const providerModule = "github.com/aws/karpenter-provider-aws";

/** The version of each of Karpenter's modules. */
const embedded: ReadonlyMap<string, string> = new Map([
  ["sigs.k8s.io/karpenter", embeddedVersions.core],
  [providerModule, embeddedVersions.providerAws],
]);

/** A tool is missing or failed. The message has the tool's output. */
export class ToolFailure extends Error {}

/** The Go toolchain that go.mod pins. Another toolchain would build another program from the same source. */
export function toolchain(): string {
  const pinned = /^toolchain (\S+)$/m.exec(readFileSync(join(source, "go.mod"), "utf8"))?.[1];
  if (pinned === undefined) throw new ToolFailure("go.mod has no line `toolchain go…`");
  return pinned;
}

/** A version that go.mod requires, or undefined when it requires none, and the version that belongs there. */
interface ModuleVersion {
  readonly required: string | undefined;
  readonly wanted: string;
}

/** The versions of Karpenter's modules, by their names. */
export function moduleVersions(): ReadonlyMap<string, ModuleVersion> {
  const text = readFileSync(join(source, "go.mod"), "utf8");
  return new Map(
    [...embedded].map(([module, wanted]) => {
      const escaped = module.replaceAll(".", "\\.");
      const required = new RegExp(`^\\s*${escaped} v(\\S+)`, "m").exec(text)?.[1];
      return [module, { required, wanted }];
    }),
  );
}

/** Sets go.mod and go.sum to the versions of karpenter-version.ts. Returns false when they have them already. */
export function alignModules(): boolean {
  if ([...moduleVersions().values()].every(({ required, wanted }) => required === wanted))
    return false;
  const wanted = [...embedded].map(([module, version]) => `-require=${module}@v${version}`);
  go(["mod", "edit", ...wanted]);
  go(["mod", "tidy"]);
  return true;
}

/** Builds the WebAssembly program. The same source gives the same bytes on every machine. */
export function buildWasm(): Buffer {
  return inTemporaryFolder((temporary) => {
    const output = join(temporary, "karpenter.wasm");
    const args = [...reproducible, ...withoutCrds(temporary), "-o", output, "./wasm"];
    go(["build", ...args], { GOOS: "js", GOARCH: "wasm" });
    return readFileSync(output);
  });
}

/** Builds the same program for this machine, for comparisons and measurements. */
export function buildNative(output: string): void {
  inTemporaryFolder((temporary) => {
    go(["build", ...reproducible, ...withoutCrds(temporary), "-o", output, "./native"]);
  });
}

/**
 * Arguments that make Go use Karpenter's modules with empty CRDs. The packages parse their CRDs at every start, which is
 * half of the start-up time here, and nothing reads them. Karpenter's code itself is not changed.
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/apis/apis.go
 */
function withoutCrds(temporary: string): readonly string[] {
  const moduleFile = join(temporary, "go.mod");
  for (const name of ["go.mod", "go.sum"]) cpSync(join(source, name), join(temporary, name));
  const replacements = [...embedded].map(([module, version]) => {
    // Go writes the path of the replacement into the program, so the path has to be the same on every machine.
    const folder = relative(source, bareModule(module, version)).split(sep).join("/");
    return `-replace=${module}=${folder}`;
  });
  go(["mod", "edit", ...replacements, moduleFile]);
  return [`-modfile=${moduleFile}`];
}

/** The copy without CRDs, which is kept for each version. */
function bareModule(module: string, version: string): string {
  const copy = join(checkout, ".cache", "karpenter-modules", `v${version}`, module);
  if (existsSync(copy)) return copy;
  copyWithoutCrds(downloadedModule(module, version), copy);
  return copy;
}

/** The folder of Karpenter's AWS provider at a version, downloaded. Files in it are read-only. */
export function providerFolder(version: string): string {
  return downloadedModule(providerModule, version);
}

function downloadedModule(module: string, version: string): string {
  const downloaded = go(["mod", "download", "-json", `${module}@v${version}`]);
  return (JSON.parse(downloaded) as { readonly Dir: string }).Dir;
}

/** Go's own JavaScript, which has to match the toolchain that built the program. */
export function glue(): string {
  return readFileSync(join(go(["env", "GOROOT"]).trim(), "lib", "wasm", "wasm_exec.js"), "utf8");
}

/** The licences of Go and of every module in the program. */
export function licences(): string {
  const format = "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}";
  const listed = go(["list", "-deps", "-f", format, "./wasm"], { GOOS: "js", GOARCH: "wasm" });
  const lines = [...new Set(listed.split("\n").filter((line) => line !== ""))].sort();
  const modules: Module[] = lines.map((line) => {
    const [name = "", folderOfModule = ""] = line.split("\t");
    return { name, folder: folderOfModule };
  });
  modules.push({ name: toolchain(), folder: go(["env", "GOROOT"]).trim() });
  const bare = withoutLicence(modules);
  if (bare.length > 0) throw new ToolFailure(`no licence found for ${bare.join(", ")}`);
  return licencesText(modules);
}

export function store(program: Buffer): void {
  const compressed = brotliCompressSync(program, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: program.length,
    },
  });
  writeAllAtomically([
    { file: compressedFile, content: compressed },
    { file: glueFile, content: glue() },
    { file: licencesFile, content: licences() },
  ]);
}

export function storedProgram(): Buffer {
  return brotliDecompressSync(readFileSync(compressedFile));
}

export function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Leaves out paths, version control data, symbols and the build id, so that the program depends on the source only. */
const reproducible = ["-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid="];

/** Overrides settings of the machine that would change the program. */
const neutral = {
  CGO_ENABLED: "0",
  GOEXPERIMENT: "",
  GOFIPS140: "off",
  GOFLAGS: "",
  GOWASM: "",
  GOWORK: "off",
};

function go(args: readonly string[], more: Readonly<Record<string, string>> = {}): string {
  // If another version of Go is installed, it fetches the pinned one.
  const env = { ...process.env, ...neutral, GOTOOLCHAIN: toolchain(), ...more };
  try {
    return execFileSync("go", args, {
      cwd: source,
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 64 * 2 ** 20,
    });
  } catch (error) {
    throw new ToolFailure(explain(args, error));
  }
}

function explain(args: readonly string[], error: unknown): string {
  const { code, stderr } = error as { code?: unknown; stderr?: unknown };
  if (code === "ENOENT") {
    return `go is not installed; install any Go from 1.21 on: it fetches ${toolchain()} by itself`;
  }
  return `go ${args[0]} failed:\n${typeof stderr === "string" ? stderr : String(error)}`;
}

function inTemporaryFolder<T>(use: (folder: string) => T): T {
  const temporary = mkdtempSync(join(tmpdir(), "karpenter-wasm-"));
  try {
    return use(temporary);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
