import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { incident } from "@/test/seed";
import { testWorld } from "@/test/world";
import { cancelOperation } from "./cancel";
import { decideOperation } from "./decide";
import { loadHistory } from "./history";
import { submitOperation } from "./submit";

const world = testWorld();

async function submit(environment: string) {
  const body = incident({ environment });
  const { operation } = await submitOperation(world.agent.ctx, {
    body,
    raw: JSON.stringify(body),
    idempotencyKey: randomUUID(),
  });
  return operation.id;
}

describe("the history", () => {
  it("says who decided: all who approved, only who denied, and nobody where the agent withdrew", async () => {
    await world.addEnvironment("two", "production", 2);
    const [ada, bo] = [
      await world.addUser({ name: "Ada One" }),
      await world.addUser({ name: "Bo Two" }),
    ];
    const decide = async (reviewer: typeof ada, id: string, verdict: "approve" | "deny") =>
      decideOperation(reviewer.ctx, { ...(await world.formOf(reviewer, id)), verdict });
    const [approved, denied, waiting, cancelled] = [
      await submit("two"),
      await submit("two"),
      await submit("two"),
      await submit("two"),
    ];
    for (const id of [approved, denied, waiting]) await decide(ada, id, "approve");
    await decide(bo, approved, "approve");
    await decide(bo, denied, "deny");
    await cancelOperation(world.agent.ctx, cancelled);
    const { items } = await loadHistory(ada.ctx, {});
    const deciders = new Map(items.map((row) => [row.id, row.decided_by]));
    expect([approved, denied, waiting, cancelled].map((id) => deciders.get(id))).toEqual([
      "Ada One, Bo Two",
      "Bo Two",
      null,
      null,
    ]);
  });
});
