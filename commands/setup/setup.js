/**
 * Makes sure that everything a command needs is installed. Prints nothing when nothing is missing.
 *
 * Plain JavaScript without dependencies, because it runs before the packages are installed.
 */
"use strict";

const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const help = `Usage: npm run setup -- [options]

Installs what is missing: the npm packages, the Pulumi CLI and its Node language host, and the programs that
only tests use (helm-render, actionlint, Karpenter's charts, Node.js 22 and 24, Chromium). Go programs are built
and kept in the user's cache. Prints nothing when nothing is missing.

Options:
  --install-browser  install Debian's chromium package with apt-get, also through sudo, where there is no browser;
                     ACCELERATOR_PLATFORM_INSTALL=1 does the same for npm test. Root needs neither.
  -h, --help         print this text

Exit codes: 0 everything is installed; 1 an unknown option; 2 something is missing and cannot be installed.
`;

/** `--engine` and `--tests` are for the npm scripts of this project. */
const options = ["--engine", "--tests", "--install-browser", "--help", "-h"];

const minimumNode = [20, 19];
const root = path.resolve(__dirname, "..", "..");

/** A full disk gives a message, not a stack trace. `guardOutput` of command-line/ does the same, but it is TypeScript. */
function printHelp() {
  process.stdout.on("error", (error) => {
    if (error.code !== "EPIPE") fail(`cannot write to standard output, got ${error.message}`);
  });
  process.stdout.write(help);
}

function main(args) {
  const unknown = args.find((arg) => !options.includes(arg));
  if (unknown !== undefined) {
    return fail(`setup: unknown option, got ${unknown}; expected --install-browser or --help`, 1);
  }
  if (args.includes("--help") || args.includes("-h")) return printHelp();
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < minimumNode[0] || (major === minimumNode[0] && minor < minimumNode[1])) {
    return fail(
      `Node: version ${process.versions.node} is too old; expected ${minimumNode.join(".")} or ` +
        `newer; install one from https://nodejs.org/`,
    );
  }
  const reason = packagesFault(root);
  if (reason !== undefined && !installPackages(reason)) return;
  const programs = args.filter((arg) => arg === "--engine" || arg === "--tests");
  const installs = args.includes("--install-browser");
  if (programs.length > 0) ensurePrograms(programs, installs);
}

/**
 * Why node_modules is not what package-lock.json asks for; undefined when it is. At the end of an installation, npm
 * writes a list of all installed packages to node_modules/.package-lock.json.
 */
function packagesFault(folder) {
  const wanted = readJson(path.join(folder, "package-lock.json"))?.packages;
  const present = readJson(path.join(folder, "node_modules", ".package-lock.json"))?.packages;
  if (wanted === undefined) return undefined;
  if (present === undefined) return "they are not installed yet";
  for (const [name, entry] of Object.entries(wanted)) {
    if (!name.startsWith("node_modules/")) continue;
    const other = present[name];
    // A package for another operating system is in the lock file, but is never installed here.
    if (other === undefined && entry.optional !== true) return `${nameOf(name)} is missing`;
    if (other !== undefined && other.version !== entry.version) {
      return `${nameOf(name)} is version ${other.version}, expected ${entry.version}`;
    }
    if (other !== undefined && (other.integrity ?? "") !== (entry.integrity ?? "")) {
      return `${nameOf(name)} is not the package of package-lock.json`;
    }
  }
  return undefined;
}

function installPackages(reason) {
  process.stderr.write(`Installing the npm packages with npm ci: ${reason}\n`);
  // In an npm script, this variable names the program of npm. Elsewhere npm is on the PATH.
  const npm = process.env.npm_execpath;
  const isScript = npm !== undefined && /\.c?js$/.test(npm);
  const [command, first] = isScript ? [process.execPath, [npm]] : ["npm", []];
  const result = spawnSync(command, [...first, "ci", "--no-fund", "--no-audit"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (result.error !== undefined) {
    fail(
      `npm: cannot be started (${result.error.message}); expected npm on the PATH; ` +
        `it comes with Node: https://nodejs.org/`,
    );
    return false;
  }
  if (result.status !== 0) {
    fail(`npm: \`npm ci\` failed (${endOf(result)}); its messages are above`);
    return false;
  }
  return true;
}

function ensurePrograms(programs, installsBrowser) {
  const module = path.join(root, "dev", "programs", "ensure.ts");
  const result = spawnSync(process.execPath, ["--import", "tsx", module, ...programs], {
    cwd: root,
    env: { ...process.env, ...(installsBrowser ? { ACCELERATOR_PLATFORM_INSTALL: "1" } : {}) },
    stdio: "inherit",
  });
  if (result.error !== undefined) return fail(`setup: ${result.error.message}`);
  if (result.status !== 0) process.exitCode = 2;
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function nameOf(lockName) {
  return lockName.slice("node_modules/".length);
}

function endOf(result) {
  return result.signal === null ? `exit code ${result.status}` : `signal ${result.signal}`;
}

function fail(message, exitCode = 2) {
  process.stderr.write(`${message}\n`);
  process.exitCode = exitCode;
}

if (require.main === module) main(process.argv.slice(2));

module.exports = { packagesFault };
