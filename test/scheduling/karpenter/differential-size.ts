/** How much the differential tests try; `npm run oracle` tries as much as it is told to. */

export const differentialCases = Number(process.env["DIFFERENTIAL_CASES"] ?? 3000);
export const differentialSeed = Number(process.env["DIFFERENTIAL_SEED"] ?? 20260801);
