import { judge } from "./test/policies/judge";
import { inferencePool, trainingPool, neuronPool, cpuPool } from "./test/fixtures/resources/node-pool";
async function show(n: string, p: object, t?: string) { const j = await judge(p, t); console.log("##", n, j.verdicts.length, j.crashes); for (const m of j.messages) console.log(m + "\n"); }
(async () => {
  for (const f of [inferencePool, trainingPool, neuronPool, cpuPool]) await show(f.name, f());
  const a = trainingPool(); a.spec.template.spec.taints = [{key:"team",value:"ml",effect:"NoSchedule"}]; a.spec.template.spec.startupTaints=[{ key: "nvidia.com/gpu", effect: "NoSchedule" }]; await show("no taints", a);
  const b = trainingPool(); b.spec.template.spec.requirements = []; b.spec.limits = {}; delete (b.spec as any).disruption; b.spec.template.metadata.labels={workload:"traning"}; await show("everything", b);
  const c = trainingPool(); c.spec.template.spec.requirements.pop(); c.metadata.annotations = {}; await show("drift", c);
  const d = trainingPool(); d.metadata.annotations = {"accelerator-platform.io/maintenance-window": "SUN 02:00 3h America/New_York"}; await show("drift2", d);
  const e = trainingPool(); e.spec.disruption.budgets = [{nodes:"0"},{nodes:"1",schedule:"TZ=Asia/Tokyo 0 9 * * 7",duration:"1d"},{nodes:2,reasons:[]},{nodes:"1",schedule:"0 0 * * 7",duration:"25h"},{nodes:"0",schedule:"@hourly",duration:"2h"},{nodes:"0",schedule:"@every 1h",duration:"2h"},{nodes:"0",duration:"2h"}]; await show("budget", e);
  const g = trainingPool(); g.spec.limits = {"nvidia.com/gpu": 4, cpu: "lots", memory: -1}; await show("limits", g);
  const h = trainingPool(); h.spec.limits = {"nvidia.com/gpu": 0, cpu: 2}; await show("limits", h);
  const i = trainingPool(); i.spec.template.spec.requirements[1]!.values=["spot","on-demand"]; i.spec.disruption.budgets=[{nodes:"0"}]; await show("spot", i);
  await show("v1beta1", {}, "kubernetes:karpenter.sh/v1beta1:NodePool");
  await show("patch", {spec:{template:{spec:{taints:[]}}}}, "kubernetes:karpenter.sh/v1:NodePoolPatch");
})();
