import { accepts } from "hono/accepts";
import {
  ActivatePolicyBodySchema,
  ActivationReferenceSchema,
  ActivePolicySchema,
  ListPoliciesSchema,
  POLICY_BODY_BYTES_MAX,
  PolicyListSchema,
  PolicyReferenceSchema,
  PolicyValidationSchema,
  PolicyVersionDetailSchema,
  SavePolicySchema,
  SimulatePolicySchema,
  SimulationSchema,
  ValidatePolicySchema,
} from "@/lib/contract/policy-version";
import { activatePolicy } from "@/lib/services/policy/activate";
import { listPolicies } from "@/lib/services/policy/list";
import { savePolicy } from "@/lib/services/policy/save";
import { showActive } from "@/lib/services/policy/show-active";
import { showPolicy } from "@/lib/services/policy/show";
import { simulatePolicy } from "@/lib/services/policy/simulate";
import { validatePolicy } from "@/lib/services/policy/validate";
import { BODY_BYTES_MAX } from "./body";
import { endpoint } from "./endpoint";
import type { Mount } from "./mount";

const tag = "Policy";
const key = "admin";
const PATH = "/api/v1/policies";
/** RFC 9512. */
const YAML = "application/yaml";
const TEXTS = ["application/json", YAML, "text/yaml"];

const active = endpoint({
  method: "get",
  operationId: "showActivePolicy",
  summary: "Read the policy that counts now",
  description: "`version` is 0 where only the rule that is built in counts.",
  tag,
  key,
  answers: { 200: { description: "The active policy.", schema: ActivePolicySchema } },
  handle: async ({ c, ctx }) => c.json(await showActive(ctx)),
});

const list = endpoint({
  method: "get",
  operationId: "listPolicies",
  summary: "List the policy's versions",
  description: "Newest first. A version never changes.",
  tag,
  key,
  query: ListPoliciesSchema,
  answers: { 200: { description: "One page.", schema: PolicyListSchema } },
  handle: async ({ c, ctx, query }) => c.json(await listPolicies(ctx, query)),
});

const save = endpoint({
  method: "post",
  operationId: "savePolicy",
  summary: "Save a policy as the next version",
  description:
    "Its text in `source`, YAML or JSON, or the document itself in `document`. It applies to nothing until it is activated. The same text again makes no further version.",
  tag,
  key,
  body: { schema: SavePolicySchema, bytesMax: POLICY_BODY_BYTES_MAX },
  answers: {
    200: { description: "The newest version has this text.", schema: PolicyVersionDetailSchema },
    201: { description: "Saved.", schema: PolicyVersionDetailSchema },
  },
  async handle({ c, ctx, body }) {
    const { created, policy } = await savePolicy(ctx, body);
    return c.json(policy, created ? 201 : 200);
  },
});

const validate = endpoint({
  method: "post",
  operationId: "validatePolicy",
  summary: "Check a policy",
  description: "Stores nothing. Faults carry line and column; without any, each rule in words.",
  tag,
  key,
  body: { schema: ValidatePolicySchema, bytesMax: POLICY_BODY_BYTES_MAX },
  answers: { 200: { description: "What is wrong with it.", schema: PolicyValidationSchema } },
  handle: async ({ c, ctx, body }) => c.json(await validatePolicy(ctx, body)),
});

const simulate = endpoint({
  method: "post",
  operationId: "simulatePolicy",
  summary: "Try a policy on past operations",
  description:
    "Stores nothing. One operation with the outcome of every rule, or the `last` ones: how many the draft would deny, allow, or hold to more or fewer approvals than the active policy does, and the newest of those.",
  tag,
  key,
  body: { schema: SimulatePolicySchema, bytesMax: POLICY_BODY_BYTES_MAX },
  answers: { 200: { description: "What it would have done.", schema: SimulationSchema } },
  refusals: ["not_found"],
  handle: async ({ c, ctx, body }) => c.json(await simulatePolicy(ctx, body)),
});

const show = endpoint({
  method: "get",
  operationId: "showPolicy",
  summary: "Read a version",
  description: "With `Accept: application/yaml` or `text/yaml`: its text alone, as it was saved.",
  tag,
  key,
  params: PolicyReferenceSchema,
  answers: {
    200: { description: "The version.", schema: PolicyVersionDetailSchema, text: YAML },
  },
  async handle({ c, ctx, params }) {
    const policy = await showPolicy(ctx, params);
    const type = accepts(c, { header: "Accept", supports: TEXTS, default: "application/json" });
    if (type === "application/json") return c.json(policy);
    return c.body(policy.source, 200, { "Content-Type": `${type}; charset=utf-8` });
  },
});

const activate = endpoint({
  method: "post",
  operationId: "activatePolicy",
  summary: "Make a version the one that counts",
  description:
    "Version 0 goes back to the built-in rule. From then on it judges what is submitted, and each grant once more before it is redeemed. `expected_version` is the one that is active as far as you know: if another is, nothing is changed.",
  tag,
  key,
  params: ActivationReferenceSchema,
  body: { schema: ActivatePolicyBodySchema, bytesMax: BODY_BYTES_MAX },
  answers: { 200: { description: "It counts now.", schema: ActivePolicySchema } },
  refusals: ["stale_view"],
  handle: async ({ c, ctx, params, body }) =>
    c.json(await activatePolicy(ctx, { ...params, ...body })),
});

export function mountPolicies({ resource }: Mount): void {
  resource("/api/v1/policy", active);
  resource(PATH, list, save);
  resource(`${PATH}/validate`, validate);
  resource(`${PATH}/simulate`, simulate);
  resource(`${PATH}/{version}`, show);
  resource(`${PATH}/{version}/activate`, activate);
}
