"use server";
import { z } from "zod";
import type { Done } from "@/components/admin/create-form";
import type { IssueKey } from "@/lib/contract/key";
import { issueKey } from "@/lib/services/key/issue";
import { revokeKey } from "@/lib/services/key/revoke";
import { action } from "@/lib/web/action";

const DAY_S = 86_400;

const IssueSchema = z.object({
  of: z.string(),
  name: z.string(),
  environments: z.string(),
  actions: z.string(),
  resources: z.string(),
  days: z.coerce.number(),
});

const words = (text: string) => text.split(/[\s,]+/).filter(Boolean);

/** `of` is `agent:agt_…`, `enforce:ep_…`, `audit` or `admin`: one field says kind and holder. */
function wanted({ of, name, days, ...scope }: z.infer<typeof IssueSchema>): IssueKey {
  const [kind, id = ""] = of.split(":");
  const common = { name, expires_in: days * DAY_S };
  switch (kind) {
    case "agent":
      return {
        kind: "agent",
        agent: id,
        scope: {
          environments: words(scope.environments),
          actions: words(scope.actions),
          resources: words(scope.resources),
        },
        ...common,
      };
    case "enforce":
      return { kind: "enforce", enforcement_point: id, ...common };
    case "audit":
      return { kind: "audit", ...common };
    default:
      return { kind: "admin", ...common };
  }
}

export const issue = action(IssueSchema, async (ctx, input): Promise<Done> => {
  const issued = await issueKey(ctx, wanted(input));
  return {
    said: "The key is issued.",
    secret: { label: `The ${issued.kind} key`, value: issued.key },
  };
});

export const revoke = action(z.object({ id: z.string() }), revokeKey);
