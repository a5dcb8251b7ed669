/**
 * Makes sure that what a command needs is there: Node, the npm packages and, with --engine, the
 * Pulumi CLI and its Node language host, with --tests the programs that only tests use. Says nothing
 * when nothing is missing.
 *
 * Plain JavaScript without dependencies, because it runs before there are any.
 * Exit codes: 0 everything is there, 2 something cannot be had.
 */
"use strict";

const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const minimumNode = [20, 19];
const root = path.resolve(__dirname, "..", "..");

function main(args) {
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
  if (programs.length > 0) ensurePrograms(programs);
}

/**
 * Why node_modules is not what package-lock.json asks for; undefined when it is. npm keeps what it
 * installed in node_modules/.package-lock.json, written at the end of an installation.
 */
function packagesFault(folder) {
  const wanted = readJson(path.join(folder, "package-lock.json"))?.packages;
  const present = readJson(path.join(folder, "node_modules", ".package-lock.json"))?.packages;
  if (wanted === undefined) return undefined;
  if (present === undefined) return "they are not installed yet";
  for (const [name, entry] of Object.entries(wanted)) {
    if (!name.startsWith("node_modules/")) continue;
    const other = present[name];
    // A package for another system is in the lock file but never installed here.
    if (other === undefined && entry.optional !== true) return `${nameOf(name)} is missing`;
    if (other !== undefined && other.version !== entry.version) {
      return `${nameOf(name)} is version ${other.version}, expected ${entry.version}`;
    }
    if (other !== undefined && (other.integrity ?? "") !== (entry.integrity ?? "")) {
      return `${nameOf(name)} is not the one of package-lock.json`;
    }
  }
  return undefined;
}

function installPackages(reason) {
  process.stderr.write(`Installing the npm packages with npm ci: ${reason}\n`);
  // npm names its own program in the environment of a script; outside of one it is on the PATH.
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
    fail(`npm: \`npm ci\` failed (${endOf(result)}); what it said is above`);
    return false;
  }
  return true;
}

function ensurePrograms(programs) {
  const module = path.join(root, "dev", "programs", "ensure.ts");
  const result = spawnSync(process.execPath, ["--import", "tsx", module, ...programs], {
    cwd: root,
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

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}

if (require.main === module) main(process.argv.slice(2));

module.exports = { packagesFault };
