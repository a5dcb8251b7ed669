/** How many cases the differential tests compare. `npm run oracle` has an option for it. */

export const differentialCases = Number(process.env["DIFFERENTIAL_CASES"] ?? 3000);
export const differentialSeed = Number(process.env["DIFFERENTIAL_SEED"] ?? 20260801);
