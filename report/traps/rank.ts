/**
 * The order of traps in a report. Each trap has a number of its own:
 *
 * - below 200: what loses work or money at once
 * - 200 to 299: what costs money or work over time. One trap is no worse than another, so the report goes pool by pool.
 * - 300 and more: what is good to know
 */

const firstPoolByPool = 200;
const firstGoodToKnow = 300;

/** Equal for traps that are reported pool by pool; otherwise the rank itself. */
export function rankGroup(rank: number): number {
  return rank >= firstPoolByPool && rank < firstGoodToKnow ? firstPoolByPool : rank;
}
