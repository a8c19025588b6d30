/**
 * The port to the two services that know resources by more than their metrics: the Resource Groups Tagging API and
 * EC2. Plain values; discovery-client.ts implements it. No SDK type may appear here.
 *
 * Failures name the operation with its service, as an IAM policy does: `tag:GetResources`, `ec2:DescribeInstances`.
 */
import type { Answer } from "./api.ts";

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface TagFilter {
  readonly key: string;
  /** Any of them; empty: the tag exists, whatever its value. */
  readonly values: readonly string[];
}

export interface ResourcesRequest {
  /** All of them must hold; empty: every resource that has or had a tag. */
  readonly tagFilters: readonly TagFilter[];
  /** `ec2:instance`, `rds:db`, `sqs`, …; empty: all. */
  readonly resourceTypes: readonly string[];
  readonly nextToken?: string;
}

export interface TaggedResource {
  readonly arn: string;
  readonly tags: readonly Tag[];
}

export interface ResourcesPage {
  readonly resources: readonly TaggedResource[];
  readonly nextToken?: string;
}

export interface InstancesRequest {
  readonly nextToken?: string;
}

export interface Instance {
  /** `i-0123456789abcdef0` */
  readonly id: string;
  /** `m5.large`: tells the bandwidth. */
  readonly type: string;
  /** `pending`, `running`, `shutting-down`, `terminated`, `stopping` or `stopped`. */
  readonly state: string;
  readonly tags: readonly Tag[];
}

export interface InstancesPage {
  readonly instances: readonly Instance[];
  readonly nextToken?: string;
}

export interface DiscoveryApi {
  getResources(request: ResourcesRequest, deadline: AbortSignal): Answer<ResourcesPage>;
  /** Every instance of the region, a page at a time. */
  describeInstances(request: InstancesRequest, deadline: AbortSignal): Answer<InstancesPage>;
  /** Lets go of open connections, so that the process can end. */
  close(): void;
}
