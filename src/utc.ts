/** Moments as text, always in UTC: what people and AWS read alike. Pure; knows no clock and no time zone. */

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** `2031-02-28T13:05:00Z`: the whole second, since neither AWS's own texts nor people want more. */
export const utcSeconds = (seconds: number): string => `${iso(seconds).slice(0, 19)}Z`;

/** `2031-02-28 13:05`, for a text that says elsewhere that it is UTC. */
export const utcMinutes = (seconds: number): string => iso(seconds).slice(0, 16).replace("T", " ");

/** `2031-02-28`. */
export const utcDay = (seconds: number): string => iso(seconds).slice(0, 10);
