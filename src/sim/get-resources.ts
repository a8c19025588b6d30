/** GetResources of the Resource Groups Tagging API: resources by type and tags. */
import { inputs, numberOr, requiredText, texts, textOr } from "./input.ts";
import type { Operation } from "./operation.ts";
import { questionOf, readToken, tokenOf } from "./page.ts";
import { refuse } from "./refusal.ts";
import { isOf } from "./world.ts";

const pageOfService = 100;

/** `ec2:instance` or `sqs`: the service and what stands before the first `/` or `:` of the rest. */
function isOfType(arn: string, type: string): boolean {
  const [, , service = "", , , ...rest] = arn.split(":");
  const [wantedService, ...wantedKind] = type.split(":");
  const name = rest.join(":");
  const kind = wantedKind.join(":");
  if (service !== wantedService) return false;
  return kind === "" || name.startsWith(`${kind}/`) || name.startsWith(`${kind}:`);
}

export const getResources: Operation = ({ input, account, place, nowSeconds, pageSize }) => {
  const filters = inputs(input, "TagFilters").map((filter) => ({
    key: requiredText(filter, "Key"),
    values: texts(filter, "Values"),
  }));
  const types = texts(input, "ResourceTypeFilters");
  const arns = texts(input, "ResourceARNList");
  const most = numberOr(input, "ResourcesPerPage", pageOfService);
  if (!(most >= 1 && most <= pageOfService))
    refuse("InvalidParameterException", `ResourcesPerPage must be 1 to ${pageOfService}.`);
  const question = questionOf(input, "PaginationToken", "ResourcesPerPage");
  // The service sends an empty token on its last page, and takes one for the first.
  const given = input["PaginationToken"] === "" ? undefined : textOr(input, "PaginationToken", undefined);
  const bookmark = readToken(given, question, nowSeconds, "PaginationTokenExpiredException");
  const found = account.resources.filter(
    (resource) =>
      isOf(place, resource) &&
      resource.tags.length > 0 &&
      (arns.length === 0 || arns.includes(resource.arn)) &&
      (types.length === 0 || types.some((type) => isOfType(resource.arn, type))) &&
      filters.every(({ key, values }) =>
        resource.tags.some((tag) => tag.key === key && (values.length === 0 || values.includes(tag.value))),
      ),
  );
  const end = bookmark.offset + Math.min(most, pageSize);
  return {
    PaginationToken: end < found.length ? tokenOf({ ...bookmark, offset: end }, question) : "",
    ResourceTagMappingList: found.slice(bookmark.offset, end).map(({ arn, tags }) => ({
      ResourceARN: arn,
      Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })),
    })),
  };
};
