import type { Landing } from "../../answers/placement/landing";
import type {
  PlacementStep,
  PoolRefusal,
  WorkloadPlacement,
} from "../../answers/placement/placement";
import { landingText } from "../../answers/placement/placement-text";
import { counted, dollars } from "../../../scheduling/values/wording";
import { markup, type Markup } from "./markup";

/** Where each workload lands, and where next when EC2 runs out: boxes and arrows. */
export function chainFigures(workloads: readonly WorkloadPlacement[]): Markup {
  return markup`${workloads.map(chainFigure)}`;
}

function chainFigure(workload: WorkloadPlacement): Markup {
  const { workload: name, workloadClass, pods, steps } = workload;
  const kind = workloadClass === undefined ? "" : `, ${workloadClass}`;
  return markup`<div class="block"><h3>${name} <span class="aside">${counted(pods, "pod")}${kind}</span></h3>
<ol class="chain" aria-label="Fallback chain of ${name}">${steps.map((step, index) => stepBox(step, index))}${endBox(workload)}</ol>
${refusalDetails(workload.refusals)}</div>`;
}

function stepBox({ landings, pendingPods }: PlacementStep, index: number): Markup {
  const pending =
    pendingPods === 0
      ? undefined
      : markup`<span class="no">${counted(pendingPods, "pod")} stay pending</span>`;
  return markup`<li class="${index === 0 ? "first" : ""}">${index === 0 ? undefined : arrow("if EC2 is out")}<div class="box">${landings.map(landing)}${pending}</div></li>`;
}

function landing(one: Landing): Markup {
  const { pool, nodes, instanceTypes, onDemandPrice } = one;
  const [cheapest] = instanceTypes;
  const price = onDemandPrice === undefined ? "" : priceText(one, onDemandPrice.usdPerHour);
  return markup`<strong>${pool}</strong><span>${landingText(one)}</span><span class="soft">${counted(nodes, "node")}${cheapest === undefined ? "" : `: ${cheapest}${price}`}</span>`;
}

/** A Spot price is not known in advance, and what is reserved is paid for in any case. */
function priceText({ capacityType }: Landing, usdPerHour: number): string {
  const onDemand = `${dollars(usdPerHour)} an hour`;
  if (capacityType === "reserved") return "";
  return capacityType === "spot" ? `; on demand it would be ${onDemand}` : `, ${onDemand}`;
}

function endBox({ steps, isComplete }: WorkloadPlacement): Markup {
  const [title, text] = isComplete
    ? steps.length === 0
      ? ["No pool takes it", "the pods stay pending"]
      : ["Nothing left", "the pods wait for capacity"]
    : ["And so on", "there is more to fall back to"];
  return markup`<li class="end">${steps.length === 0 ? undefined : arrow("")}<div class="box"><strong>${title}</strong><span>${text}</span></div></li>`;
}

function arrow(text: string): Markup {
  return markup`<div class="arrow-cell"><svg viewBox="0 0 40 16" aria-hidden="true" focusable="false"><path class="arrow" d="M3 8H33"/><path class="arrowhead" d="M31 3.5 38 8l-7 4.5z"/></svg>${text === "" ? undefined : markup`<span class="visually-hidden">${text}, then</span>`}</div>`;
}

function refusalDetails(refusals: readonly PoolRefusal[]): Markup | undefined {
  if (refusals.length === 0) return undefined;
  return markup`<details><summary>Why the other pools do not take it</summary><ul class="small">${refusals.map(
    ({ pool, text }) => markup`<li><strong>${pool}</strong>: ${text}</li>`,
  )}</ul></details>`;
}
