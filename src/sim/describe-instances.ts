/** DescribeInstances of EC2: identifiers, types, states and tags of the region's instances, in XML. */
import { requiredText, textOr } from "./input.ts";
import type { Operation } from "./operation.ts";
import { questionOf, readToken, tokenOf } from "./page.ts";
import { refuse } from "./refusal.ts";
import { isOf, type InstanceState, type Resource } from "./world.ts";
import { element } from "./xml.ts";

const pageOfService = 1000;

/** API reference of InstanceState. */
const stateCodes = {
  pending: "0",
  running: "16",
  "shutting-down": "32",
  terminated: "48",
  stopping: "64",
  stopped: "80",
} as const satisfies Record<InstanceState, string>;

function reservation({ instance, tags, accountId = "" }: Resource): string {
  if (instance === undefined) return "";
  const { id, type, state = "running" } = instance;
  const item = element("item", [
    element("instanceId", id),
    element("instanceState", [element("code", stateCodes[state]), element("name", state)]),
    element("instanceType", type),
    element(
      "tagSet",
      tags.map(({ key, value }) => element("item", [element("key", key), element("value", value)])),
    ),
  ]);
  return element("item", [
    element("reservationId", `r-${id.slice(2)}`),
    element("ownerId", accountId),
    element("instancesSet", [item]),
  ]);
}

export const describeInstances: Operation = ({ input, account, place, nowSeconds, pageSize }) => {
  const filter = Object.keys(input).find((name) => name.startsWith("Filter."));
  if (filter !== undefined) refuse("InvalidParameterValue", "cw-sim knows no filters of DescribeInstances.");
  const ids = Object.keys(input).flatMap((name) =>
    /^InstanceId\.\d+$/.test(name) ? [requiredText(input, name)] : [],
  );
  const most = Number(textOr(input, "MaxResults", String(pageOfService)));
  if (!(most >= 5 && most <= pageOfService))
    refuse("InvalidParameterValue", `MaxResults must be 5 to ${pageOfService}.`);
  const question = questionOf(input, "NextToken", "MaxResults");
  const bookmark = readToken(textOr(input, "NextToken", undefined), question, nowSeconds, "InvalidNextToken");
  const instances = account.resources.filter(
    (resource) =>
      resource.instance !== undefined &&
      isOf(place, resource) &&
      (ids.length === 0 || ids.includes(resource.instance.id)),
  );
  const missing = ids.find((id) => !instances.some(({ instance }) => instance?.id === id));
  if (missing !== undefined)
    refuse("InvalidInstanceID.NotFound", `The instance ID '${missing}' does not exist`);
  const end = bookmark.offset + Math.min(most, pageSize);
  const page = instances
    .slice(bookmark.offset, end)
    .map((resource) => reservation({ ...place, ...resource }));
  const token =
    end < instances.length ? [element("nextToken", tokenOf({ ...bookmark, offset: end }, question))] : [];
  const body = element("DescribeInstancesResponse", [
    element("requestId", "00000000-0000-4000-8000-000000000000"),
    element("reservationSet", page),
    ...token,
  ]);
  return body.replace(">", ' xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">');
};
