import type { HttpRequest } from "./request";

const HOST = /(^|\.)amazonaws\.com(\.cn)?$/;
const NAME = /^[A-Za-z0-9]{1,128}$/;

/** The service and action of a request in AWS's query or JSON protocol; null: it isn't one. */
export function awsCallIn({ host, query, headers, body }: HttpRequest) {
  if (host === null || !HOST.test(host)) return null;
  const [service = ""] = host.split(".");
  // `DynamoDB_20120810.DeleteTable`
  const target = headers.get("x-amz-target")?.split(".").at(-1);
  const form = new URLSearchParams(body?.startsWith("{") ? "" : (body ?? ""));
  const actions = [target, query.get("Action"), form.get("Action")].filter(
    (one): one is string => typeof one === "string" && NAME.test(one),
  );
  const [operation] = actions;
  // Two names that differ are none: which one AWS takes can't be told.
  return operation !== undefined && actions.every((one) => one === operation)
    ? { service, operation }
    : null;
}
