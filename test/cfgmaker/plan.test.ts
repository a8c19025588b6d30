import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFilter } from "../../src/cfgmaker/filter.ts";
import { plan } from "../../src/cfgmaker/plan.ts";
import { parseTemplate } from "../../src/cfgmaker/template.ts";
import { faultOfBlocks, judge } from "../../src/cli/cfgmaker-check.ts";
import {
  candidatesFor,
  ec2Metrics,
  instance,
  ofInstance,
  planOf,
  regionPlan,
  tagged,
  wishes,
  type AccountOptions,
} from "./account.ts";

const idsOf = (options: AccountOptions, more: Parameters<typeof planOf>[1] = {}) =>
  planOf(options, more).targets.map((target) => target.id);

const filter = (text: string) => {
  const parsed = parseFilter(text);
  if (!parsed.ok) throw new Error(parsed.failure);
  return parsed.value;
};

const template = (text: string) => {
  const parsed = parseTemplate(text);
  if (!parsed.ok) throw new Error(parsed.failure);
  return parsed.value;
};

const one: AccountOptions = { resources: [ofInstance("i-1")], instances: [instance("i-1", { Name: "web" })] };
const bodies = (options: AccountOptions, more: Parameters<typeof planOf>[1] = {}): string =>
  planOf(options, more)
    .blocks.map((block) => block.body)
    .join("");

describe("the targets of an account", () => {
  it("are named by region, service, resource and pair", () => {
    expect(idsOf(one)).toEqual(["eu-west-1_ec2_i-1_network", "eu-west-1_ec2_i-1_cpu"]);
  });

  it("keep two accounts apart in one file", () => {
    const plans = plan(
      [
        regionPlan(one, {}),
        regionPlan(one, { origin: { ...regionPlan(one).origin, account: "444455556666" } }),
      ],
      "",
      [],
      new Set(),
      judge,
    );
    expect(plans.targets.map(({ id }) => id)).toContain("444455556666_eu-west-1_ec2_i-1_network");
    expect(faultOfBlocks(plans.blocks)).toBeUndefined();
  });

  it("have names of their own where their resources' names differ in nothing MRTG can write", () => {
    const queue = (name: string) => ({
      namespace: "AWS/SQS",
      dimensions: { QueueName: name },
      metrics: ["NumberOfMessagesSent"],
    });
    const ids = idsOf({ resources: [queue("Jobs"), queue("jobs"), queue("JOBS")] });
    expect(new Set(ids).size).toBe(3);
  });

  it("have names of their own where a long name must be cut", () => {
    const queue = (end: string) => ({
      namespace: "AWS/SQS",
      dimensions: { QueueName: "q".repeat(79) + end },
      metrics: ["NumberOfMessagesSent", "ApproximateAgeOfOldestMessage"],
    });
    const ids = idsOf({ resources: [queue("1"), queue("2")] });
    expect(new Set(ids).size).toBe(4);
  });

  it("draw one metric alone where its partner does not exist", () => {
    const [target] = planOf({ resources: [ofInstance("i-1", ["NetworkOut"])] }).targets;
    expect(target?.argv.slice(-4)).toEqual(["NetworkOut", "-", "AWS/EC2", "InstanceId=i-1"]);
    const keys = new Map(target?.keys);
    expect([keys.get("LegendI"), keys.get("Options")]).toEqual(["Out", "growright, bits, nopercent, noo"]);
  });

  it("take MaxBytes from the instance's bandwidth", () => {
    const options = { ...one, instances: [instance("i-1", {}, { type: "m5.large" })] };
    expect(bodies(options)).toContain("MaxBytes[eu-west-1_ec2_i-1_network]: 1250000000\n");
  });

  it("of a metric in no table are drawn by its unit", () => {
    const resources = [{ namespace: "Shop", dimensions: { Site: "x" }, metrics: ["Checkout"] }];
    const region = regionPlan({ resources });
    const units = new Map([["Shop Checkout", "Milliseconds"]]);
    const planned = plan(
      [{ ...region, inventory: { ...region.inventory, units } }],
      "",
      [],
      new Set(),
      judge,
    );
    expect(planned.blocks.map(({ body }) => body).join("")).toContain(
      "YLegend[eu-west-1_shop_x_checkout]: seconds\n",
    );
  });

  it("come in the order of the namespaces that were asked for, and of their names", () => {
    const options = {
      resources: [
        ofInstance("i-10", ["CPUUtilization"]),
        ofInstance("i-9", ["CPUUtilization"]),
        { namespace: "AWS/SQS", dimensions: { QueueName: "q" }, metrics: ["NumberOfMessagesSent"] },
      ],
    };
    const order = idsOf(options, { wishes: { ...wishes, namespaces: ["AWS/SQS", "AWS/EC2"] } });
    expect(order).toEqual(["eu-west-1_sqs_q_messages", "eu-west-1_ec2_i-9_cpu", "eu-west-1_ec2_i-10_cpu"]);
  });

  it("stand in the directories that --subdirs names, never above them", () => {
    const origin = { ...regionPlan(one).origin, subdirectories: "REGION/NAME/x" };
    const options = { ...one, instances: [instance("i-1", { Name: "../../etc" })] };
    expect(bodies(options, { origin })).toContain("Directory[eu-west-1_ec2_i-1_cpu]: eu-west-1/etc/x\n");
  });
});

describe("what is not drawn", () => {
  const rejections = (options: AccountOptions, more: Parameters<typeof planOf>[1] = {}): string =>
    planOf(options, more)
      .blocks.filter(({ id }) => id.startsWith("rejected"))
      .map(({ body }) => body)
      .join("");

  it("is commented out whole, with the reason", () => {
    const text = rejections({ ...one, instances: [instance("i-1", {}, { state: "stopped" })] });
    expect(text).toContain("###   --> the instance is stopped\n");
    expect(text).toContain("### Target[eu-west-1_ec2_i-1_cpu]: `cw-mrtg ");
    expect(text.split("\n").every((line) => line === "" || line.startsWith("#"))).toBe(true);
  });

  it("is an instance that EC2 no longer knows", () => {
    expect(rejections({ ...one, instances: [] })).toContain("EC2 no longer knows the instance");
  });

  it("is what has been silent for three hours", () => {
    const { inventory } = regionPlan({ resources: [ofInstance("i-1")] });
    const text = rejections({}, { inventory: { ...inventory, recent: new Set() } });
    expect(text).toContain("no data in the last three hours");
  });

  it("is not a bucket's size, which comes once a day", () => {
    const resources = [
      {
        namespace: "AWS/S3",
        dimensions: { BucketName: "b", StorageType: "StandardStorage" },
        metrics: ["BucketSizeBytes"],
      },
    ];
    const { inventory } = regionPlan({ resources });
    expect(planOf({}, { inventory: { ...inventory, recent: new Set() } }).targets).toHaveLength(1);
  });

  it("is what the filter leaves out", () => {
    expect(idsOf(one, { filter: filter("pair == cpu") })).toEqual(["eu-west-1_ec2_i-1_cpu"]);
    expect(rejections(one, { filter: filter("pair == cpu") })).toContain("--filter leaves it out");
  });

  it("is a metric without a pair, unless all are wanted", () => {
    const options = { resources: [ofInstance("i-1", [...ec2Metrics, "GPUPower"])] };
    expect(rejections(options)).toContain("GPUPower: no pair is known; --all takes them");
    expect(idsOf(options, { wishes: { ...wishes, all: true } })).toContain("eu-west-1_ec2_i-1_gpupower");
  });

  it("is a sum over many resources, unless all are wanted", () => {
    const options = {
      resources: [
        { namespace: "AWS/EC2", dimensions: { InstanceType: "t3.micro" }, metrics: ["CPUUtilization"] },
      ],
    };
    expect(rejections(options)).toContain("it is not one EC2 instance; --all takes it");
    expect(idsOf(options, { wishes: { ...wishes, all: true } })).toEqual([
      "eu-west-1_ec2_t3.micro_cpuutilization",
    ]);
  });

  it.each(["a\nb", " a", "a ", "a\tb", "\u2028"])("is a name that no command line carries: %j", (name) => {
    const planned = planOf({
      resources: [
        { namespace: "AWS/SQS", dimensions: { QueueName: name }, metrics: ["NumberOfMessagesSent"] },
      ],
    });
    expect([planned.targets.length, planned.rejected.length]).toEqual([0, 1]);
    expect(faultOfBlocks(planned.blocks)).toBeUndefined();
  });

  it("is nothing of a resource without the tag that was asked for", () => {
    const options = {
      resources: [ofInstance("i-1"), ofInstance("i-2")],
      tagged: [tagged("arn:aws:ec2:eu-west-1:1:instance/i-2", { env: "prod" })],
    };
    const { candidates } = candidatesFor(options, { taggedOnly: true });
    expect(new Set(candidates.map(({ resource }) => resource.dimensions[0]?.value))).toEqual(
      new Set(["i-2"]),
    );
  });
});

describe("names that other people chose", () => {
  const evil = "web\n`touch /tmp/x` $(id) \"'\\ <script>alert(1)</script> ]: [x]: # \u2028 é \ud800";

  it("stay text wherever they stand", () => {
    const planned = planOf({ ...one, instances: [instance("i-1", { Name: evil, Owner: evil })] });
    const text = planned.blocks.map(({ body }) => body).join("");
    expect(planned.targets).toHaveLength(2);
    expect(faultOfBlocks(planned.blocks)).toBeUndefined();
    expect(text).not.toContain("<script");
    expect(text).not.toMatch(/[^\x20-\x7e\n]/);
    expect(text.match(/`/g)).toHaveLength(4);
  });

  it("reach the command as they are when they are dimensions", () => {
    const name = "a`b $(id) '\"\\ <script> ] \\` ;|&*?é";
    const [target] = planOf({
      resources: [{ namespace: "Shop", dimensions: { "Di`m": name }, metrics: ["x'y"] }],
    }).targets;
    expect(target?.argv.slice(-2)).toEqual(["Shop", `Di\`m=${name}`]);
  });

  it("never change what else is in the file, whatever they are", () => {
    const nasty = fc.string({
      unit: fc.constantFrom("`", "'", '"', "\\", "\n", "$(", "]", "[", ":", "#", "<b>", " ", "-", "é", "x"),
    });
    fc.assert(
      fc.property(nasty, nasty, nasty, (name, value, metric) => {
        const planned = planOf({
          resources: [
            ofInstance("i-1"),
            { namespace: "Shop", dimensions: { [`d${name}`]: `v${value}` }, metrics: [`m${metric}`] },
          ],
          instances: [instance("i-1", { Name: name, Owner: value })],
        });
        expect(faultOfBlocks(planned.blocks)).toBeUndefined();
        expect(planned.targets.length + planned.rejected.length).toBe(3);
        const text = planned.blocks.map(({ body }) => body).join("");
        expect(text.match(/^Target\[/gm)).toHaveLength(planned.targets.length);
        expect(text.match(/^WorkDir/gm)).toBeNull();
      }),
    );
  });

  it("cannot look like an option", () => {
    const { targets } = planOf({
      resources: [{ namespace: "Shop", dimensions: { "--debug": "-x" }, metrics: ["--help"] }],
    });
    expect(targets[0]?.argv.slice(-5)).toEqual(["--", "--help", "-", "Shop", "--debug=-x"]);
  });
});

describe("a template", () => {
  it("stands for the usual lines", () => {
    const text = bodies(one, {
      template: template("{{lines}}Colours[{{id}}]: A#123456,B#123456,C#123456,D#123456\n"),
    });
    expect(text).toContain("Colours[eu-west-1_ec2_i-1_cpu]: A#123456");
    expect(text).toContain("PageTop[eu-west-1_ec2_i-1_cpu]: <h1>");
  });

  it("fills in names as text for a page and as a word without meaning for a shell", () => {
    const evil = { Name: "a'; rm -rf ~; `x` $(y)\nz: 1", env: "$(reboot)" };
    const text = bodies(
      { ...one, instances: [instance("i-1", evil)] },
      {
        template: template(
          "Target[{{id}}]: `probe '{{name}}' {{tag.env}}`\nTitle[{{id}}]: {{name}}\nMaxBytes[{{id}}]: 1\n",
        ),
      },
    );
    expect(text).toContain("`probe 'a_rm_-rf_x_y_z:_1' _reboot_`\n");
    expect(text).toContain("]: a&#39;; rm -rf ~; &#96;x&#96; &#36;(y) z&#58; 1\n");
  });

  it.each(["{{nonsense}}", "{{tag.}}", "Target[x]: `open\n"])("%j is refused", (text) => {
    expect(parseTemplate(text).ok).toBe(false);
  });

  it("that makes an unusable file is found out", () => {
    const planned = planOf(one, { template: template("Target[{{id}}]: {{command}}\n") });
    expect(faultOfBlocks(planned.blocks)).toMatch(/Title\[.*\] is missing/);
  });
});
