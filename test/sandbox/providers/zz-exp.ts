import * as auto from "@pulumi/pulumi/automation";
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as k8s from "@pulumi/kubernetes";
import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";

const program = async () => {
  const vpc = new aws.ec2.Vpc("net", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
  const subnets = ["a", "b"].map((z, i) => new aws.ec2.Subnet("private-" + z, { vpcId: vpc.id, cidrBlock: `10.0.${i * 16}.0/20`, availabilityZone: "us-east-1" + z }));
  const cluster = new eks.Cluster("platform", {
    name: "platform", vpcId: vpc.id, privateSubnetIds: subnets.map((s) => s.id), skipDefaultNodeGroup: true, authenticationMode: "API",
    accessEntries: { ops: { principalArn: "arn:aws:iam::123456789012:role/ops", accessPolicies: { admin: { policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", accessScope: { type: "cluster" } } } } },
    corednsAddonOptions: { enabled: false }, kubeProxyAddonOptions: { enabled: false }, useDefaultVpcCni: true, createOidcProvider: false,
    endpointPrivateAccess: true, version: "1.35", tags: { team: "x" },
  });
  const provider = new k8s.Provider("k8s", { kubeconfig: cluster.kubeconfigJson, clusterIdentifier: "platform" });
  const crd = new k8s.helm.v3.Release("karpenter-crd", { name: "karpenter-crd", chart: "oci://public.ecr.aws/karpenter/karpenter-crd", version: "1.14.1", namespace: "kube-system", values: { additionalAnnotations: { "helm.sh/resource-policy": "keep" } } }, { provider });
  const kar = new k8s.helm.v3.Release("karpenter", { name: "karpenter", chart: "oci://public.ecr.aws/karpenter/karpenter", version: "1.14.1", namespace: "kube-system", skipCrds: true, values: { settings: { clusterName: cluster.eksCluster.name } } }, { provider, dependsOn: [crd] });
  const nc = new k8s.apiextensions.CustomResource("default-class", { apiVersion: "karpenter.k8s.aws/v1", kind: "EC2NodeClass", metadata: { name: "default" }, spec: { role: "r", amiSelectorTerms: [{ alias: "al2023@v20260101" }], subnetSelectorTerms: [{ tags: { a: "b" } }], securityGroupSelectorTerms: [{ tags: { a: "b" } }] } }, { provider, dependsOn: [kar] });
  const np = new k8s.apiextensions.CustomResource("gpu", { apiVersion: "karpenter.sh/v1", kind: "NodePool", metadata: { name: "gpu" }, spec: { limits: {cpu: 100}, weight: Number(process.env.WEIGHT ?? 10), template: { spec: { nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" }, requirements: [{ key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] }] } } } }, { provider, dependsOn: [nc] });
  return { vpc: vpc.id, kubeconfig: cluster.kubeconfigJson, endpoint: cluster.eksCluster.endpoint, core: cluster.core.vpcId, issuer: cluster.oidcIssuer, np: np.id, sg: cluster.clusterSecurityGroupId, nodeSg: cluster.nodeSecurityGroup.apply(g => g?.id), who: aws.getCallerIdentityOutput().accountId };
};

async function main() {
  rmSync("/tmp/exp-a/backend", { recursive: true, force: true }); rmSync("/tmp/exp-a/cloud.json", { force: true });
  mkdirSync("/tmp/exp-a/backend", { recursive: true }); mkdirSync("/tmp/exp-a/work", { recursive: true });
  const t0 = Date.now();
  const child = spawn(process.execPath, ["--import", "tsx", "sandbox/providers/serve.ts", "--state", "/tmp/exp-a/cloud.json"], { cwd: "/work/main", stdio: ["pipe", "pipe", "inherit"] });
  const line: string = await new Promise((res) => child.stdout!.once("data", (d) => res(String(d))));
  console.log("ports after", Date.now() - t0, line);
  const p = JSON.parse(line);
  const env = { PULUMI_BACKEND_URL: "file:///tmp/exp-a/backend", PULUMI_CONFIG_PASSPHRASE: "", PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true", PULUMI_DEBUG_PROVIDERS: `aws:${p.aws},eks:${p.eks},kubernetes:${p.kubernetes}` };
  try {
    const pulumiCommand = await auto.PulumiCommand.get({ root: "/tmp/pcli" });
    const stack = await auto.LocalWorkspace.createOrSelectStack({ stackName: "dev", projectName: "exp", program }, { pulumiCommand, workDir: "/tmp/exp-a/work", envVars: env, projectSettings: { name: "exp", runtime: "nodejs", backend: { url: env.PULUMI_BACKEND_URL } } });
    await stack.setConfig("aws:region", { value: "us-east-1" });
    const step = async (name: string, f: () => Promise<any>) => { const t = Date.now(); try { const r = await f(); console.log("==", name, Date.now() - t, "ms", JSON.stringify(r.summary?.resourceChanges ?? r.changeSummary)); return r; } catch (e: any) { console.log("== FAILED", name, String(e.message).slice(0, 6000)); } };
    const events: any[] = [];
    await step("preview", () => stack.preview({ onEvent: (e) => events.push(e) }));
    for (const e of events) { const m = e.resOutputsEvent?.metadata; if (m) console.log("  ", m.op, m.urn.split("::")[2].split("$").at(-1), m.urn.split("::")[3], /NodePool|Vpc$/.test(m.urn.split("::")[2]) ? JSON.stringify(m.new?.outputs) : ""); }
    const up = await step("up", () => stack.up());
    console.log(JSON.stringify(up?.outputs, null, 1));
    await step("preview2", () => stack.preview({ onOutput: process.env.SHOW ? console.log : undefined, diff: true }));
    await step("up2", () => stack.up());
    process.env.WEIGHT = "20";
    await step("up weight", () => stack.up());
    await step("refresh", () => stack.refresh());
    await step("up4", () => stack.up());
    await step("destroy", () => stack.destroy());
  } finally { child.stdin!.end(); await new Promise((r) => child.once("exit", r)); console.log("child ended"); }
}
void main();
