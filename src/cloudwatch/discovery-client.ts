/**
 * The port to tags and instances, over the same lean requests as CloudWatch's: the tagging API in AWS JSON 1.1, EC2
 * in its own Query protocol. No SDK is loaded for it, save where credentials need the SDK's chain.
 */
import { failure, success, type Result } from "../result.ts";
import type { Answer } from "./api.ts";
import type { RequestRecord } from "./attempts.ts";
import type { ConnectionOptions } from "./connection.ts";
import type {
  DiscoveryApi,
  Instance,
  InstancesPage,
  ResourcesPage,
  ResourcesRequest,
  Tag,
} from "./discovery.ts";
import type { CloudWatchFailure } from "./failure.ts";
import { known, list, object, optional, parseJson, reading, text } from "./json-reader.ts";
import { userAgent } from "./lean-client.ts";
import type { Service } from "./resolution.ts";
import { callerOn, wayTo, type Surroundings } from "./way.ts";
import { childOf, itemsOf, parseXml, type Element } from "./xml.ts";

const tagging: Service = { id: "Resource Groups Tagging API", prefix: "tagging" };
const ec2: Service = { id: "EC2", prefix: "ec2" };

/** EC2's API version; its answers have been the same since. */
const ec2Version = "2016-11-15";

/** The most that DescribeInstances gives in one answer (API reference). */
const instancesPage = 1000;

const resourcesInput = ({ tagFilters, resourceTypes, nextToken }: ResourcesRequest): object => ({
  ...(tagFilters.length === 0
    ? {}
    : { TagFilters: tagFilters.map(({ key, values }) => ({ Key: key, Values: values })) }),
  ...(resourceTypes.length === 0 ? {} : { ResourceTypeFilters: resourceTypes }),
  ...(nextToken === undefined ? {} : { PaginationToken: nextToken }),
});

const readResources = reading((fields): ResourcesPage => {
  const names = ["ResourceTagMappingList", "PaginationToken"];
  const token = optional(fields["PaginationToken"], (each) => text(each, "PaginationToken"));
  return {
    resources: list(known(fields, names)["ResourceTagMappingList"] ?? [], "ResourceTagMappingList").map(
      (each) => {
        const resource = object(each, "a resource");
        return {
          arn: text(resource["ResourceARN"], "ResourceARN"),
          tags: list(resource["Tags"] ?? [], "Tags").map((pair): Tag => {
            const tag = object(pair, "a tag");
            return { key: text(tag["Key"], "Key"), value: text(tag["Value"] ?? "", "Value") };
          }),
        };
      },
    ),
    // An empty token stands on the last page.
    ...(token === undefined || token === "" ? {} : { nextToken: token }),
  };
});

const textOf = (element: Element, ...path: readonly string[]): string =>
  path.reduce<Element | undefined>(childOf, element)?.text.trim() ?? "";

const instance = (element: Element): Instance => ({
  id: textOf(element, "instanceId"),
  type: textOf(element, "instanceType"),
  state: textOf(element, "instanceState", "name"),
  // A tag's value may well begin with a blank.
  tags: itemsOf(element, "tagSet").map((tag) => ({
    key: childOf(tag, "key")?.text ?? "",
    value: childOf(tag, "value")?.text ?? "",
  })),
});

function readInstances(xml: string): Result<InstancesPage, string> {
  const parsed = parseXml(xml);
  if (!parsed.ok) return parsed;
  const answer = parsed.value;
  if (answer.name !== "DescribeInstancesResponse") return failure(`an answer called ${answer.name}`);
  const reservations = itemsOf(answer, "reservationSet");
  const instances = reservations.flatMap((each) => itemsOf(each, "instancesSet").map(instance));
  if (instances.some(({ id }) => id === "")) return failure("an instance without an id");
  const nextToken = textOf(answer, "nextToken");
  return success({ instances, ...(nextToken === "" ? {} : { nextToken }) });
}

async function readWith<Value>(
  operation: string,
  answer: Answer<string>,
  read: (body: string) => Result<Value, string>,
): Answer<Value> {
  const answered = await answer;
  if (!answered.ok) return answered;
  const value = read(answered.value);
  return value.ok ? value : failure({ kind: "unintelligible", operation, reason: value.failure });
}

export interface DiscoveryConnection {
  readonly api: DiscoveryApi;
  /** In the order of their ends; grows. */
  readonly requests: readonly RequestRecord[];
}

/** `--endpoint-url` leads to both services, as cw-sim answers for all. Failures as of connect. */
export function connectDiscovery(
  options: ConnectionOptions,
  surroundings: Surroundings,
): Result<DiscoveryConnection, CloudWatchFailure> {
  const toTags = wayTo(tagging, options, surroundings);
  if (!toTags.ok) return toTags;
  const toInstances = wayTo(ec2, options, surroundings);
  if (!toInstances.ok) return toInstances;
  const { keys, requests } = toTags.value;
  const tags = callerOn(toTags.value, surroundings);
  const instances = callerOn({ ...toInstances.value, keys, requests }, surroundings);
  const api: DiscoveryApi = {
    getResources(request, deadline) {
      const operation = "tag:GetResources";
      const headers = {
        "content-type": "application/x-amz-json-1.1",
        "user-agent": userAgent,
        "x-amz-target": "ResourceGroupsTaggingAPI_20170126.GetResources",
      };
      const body = JSON.stringify(resourcesInput(request));
      return readWith(operation, tags.call({ operation, headers, body }, deadline), (answer) =>
        parseJson(answer, readResources),
      );
    },
    describeInstances({ nextToken }, deadline) {
      const operation = "ec2:DescribeInstances";
      const headers = {
        "content-type": "application/x-www-form-urlencoded; charset=utf-8",
        "user-agent": userAgent,
      };
      const body = new URLSearchParams({
        Action: "DescribeInstances",
        Version: ec2Version,
        MaxResults: String(instancesPage),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      }).toString();
      return readWith(operation, instances.call({ operation, headers, body }, deadline), readInstances);
    },
    close() {
      tags.close();
      instances.close();
    },
  };
  return success({ api, requests });
}
