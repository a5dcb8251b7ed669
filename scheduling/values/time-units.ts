export const minutesPerDay = 24 * 60;
export const minutesPerWeek = 7 * minutesPerDay;
export const millisecondsPerMinute = 60_000;
export const millisecondsPerDay = minutesPerDay * millisecondsPerMinute;
