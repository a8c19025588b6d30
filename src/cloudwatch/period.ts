/** CloudWatch's periods, and how long it keeps datapoints of each. Pure. */

const daySeconds = 86_400;

/** Periods below a minute exist for high-resolution metrics only. */
const shortPeriods: readonly number[] = [1, 5, 10, 20, 30];

export const isPeriod = (seconds: number): boolean =>
  shortPeriods.includes(seconds) || (seconds % 60 === 0 && seconds >= 60 && seconds <= daySeconds);

export const periodForms = "1, 5, 10, 20, 30 or a multiple of 60 up to 86400";
