/**
 * Network bandwidth by EC2 instance type, from AWS's tables of instance specifications. Where AWS says "up to", the
 * burst ceiling is given: MRTG takes whatever is above MaxBytes for unknown. Types that are not here are not known.
 */

export interface Bandwidth {
  /** 10 for 10 Gigabit per second. */
  readonly gigabits: number;
  /** AWS promises less than this for longer than some minutes. */
  readonly isBurst: boolean;
}

const sizes = [
  ...["nano", "micro", "small", "medium", "large", "xlarge"],
  ...["2xlarge", "4xlarge", "8xlarge", "9xlarge", "10xlarge", "12xlarge", "16xlarge", "18xlarge", "24xlarge"],
  ...["32xlarge", "48xlarge", "metal"],
];

/** Sizes up to `upTo` share one burst ceiling; those in `fixed` have their own bandwidth. */
interface Profile {
  readonly burst: number;
  readonly upTo: string;
  readonly fixed: Readonly<Record<string, number>>;
}

const profile = (burst: number, upTo: string, fixed: Profile["fixed"] = {}): Profile => ({
  burst,
  upTo,
  fixed,
});

const burstable = profile(5, "2xlarge");

const fifth = profile(10, "4xlarge", {
  "8xlarge": 10,
  "12xlarge": 12,
  "16xlarge": 20,
  "24xlarge": 25,
  metal: 25,
});
const fifthAmd = profile(10, "8xlarge", { "12xlarge": 10, "16xlarge": 12, "24xlarge": 20 });
const fifthNetwork = profile(25, "4xlarge", {
  "8xlarge": 25,
  "12xlarge": 50,
  "16xlarge": 75,
  "24xlarge": 100,
  metal: 100,
});
const sixth = profile(12.5, "4xlarge", {
  ...{ "8xlarge": 12.5, "12xlarge": 18.75, "16xlarge": 25, "24xlarge": 37.5, "32xlarge": 50, "48xlarge": 50 },
  metal: 50,
});
const sixthGraviton = profile(10, "4xlarge", { "8xlarge": 12, "12xlarge": 20, "16xlarge": 25, metal: 25 });
const seventhIntel = profile(12.5, "4xlarge", {
  ...{ "8xlarge": 12.5, "12xlarge": 18.75, "16xlarge": 25, "24xlarge": 37.5, "48xlarge": 50 },
});
/** Its 4xlarge is "up to 15", which is the same ceiling. */
const seventhGraviton = profile(12.5, "2xlarge", {
  ...{ "4xlarge": 15, "8xlarge": 15, "12xlarge": 22.5, "16xlarge": 30, metal: 30 },
});

const profiles: ReadonlyMap<string, Profile> = new Map(
  Object.entries({
    t3: burstable,
    t3a: burstable,
    t4g: burstable,
    m4: profile(0, "", { "10xlarge": 10, "16xlarge": 25 }),
    c4: profile(0, "", { "8xlarge": 10 }),
    r4: profile(10, "4xlarge", { "8xlarge": 10, "16xlarge": 25 }),
    m5: fifth,
    m5d: fifth,
    r5: fifth,
    r5d: fifth,
    m5a: fifthAmd,
    r5a: fifthAmd,
    m5n: fifthNetwork,
    r5n: fifthNetwork,
    c5: profile(10, "4xlarge", { "9xlarge": 12, "12xlarge": 12, "18xlarge": 25, "24xlarge": 25, metal: 25 }),
    c5n: profile(25, "4xlarge", { "9xlarge": 50, "18xlarge": 100, metal: 100 }),
    m6i: sixth,
    c6i: sixth,
    r6i: sixth,
    m6a: sixth,
    c6a: sixth,
    r6a: sixth,
    m6g: sixthGraviton,
    c6g: sixthGraviton,
    r6g: sixthGraviton,
    m7i: seventhIntel,
    c7i: seventhIntel,
    r7i: seventhIntel,
    m7a: sixth,
    c7a: sixth,
    r7a: sixth,
    m7g: seventhGraviton,
    c7g: seventhGraviton,
    r7g: seventhGraviton,
  }),
);

/** `m5.large` → up to 10 Gigabit; undefined when the type is not known. */
export function bandwidthOf(instanceType: string): Bandwidth | undefined {
  const [family = "", size = ""] = instanceType.split(".");
  const known = profiles.get(family);
  if (known === undefined || !sizes.includes(size)) return undefined;
  const fixed = known.fixed[size];
  if (fixed !== undefined) return { gigabits: fixed, isBurst: false };
  return sizes.indexOf(size) <= sizes.indexOf(known.upTo)
    ? { gigabits: known.burst, isBurst: true }
    : undefined;
}

/** `Up to 10 Gigabit`, as AWS words it. */
export const bandwidthWords = ({ gigabits, isBurst }: Bandwidth): string =>
  `${isBurst ? "Up to " : ""}${gigabits} Gigabit`;

export const bytesPerSecond = ({ gigabits }: Bandwidth): number => (gigabits * 1e9) / 8;
