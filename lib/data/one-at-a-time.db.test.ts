import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { contextFor } from "@/lib/services/context";
import { disableEnforcementPoint } from "@/lib/services/enforcement-point/disable";
import { addMember } from "@/lib/services/group/add-member";
import { registerResource } from "@/lib/services/inventory/register";
import { removeResource } from "@/lib/services/inventory/remove";
import { revokeKey } from "@/lib/services/key/revoke";
import { changeRole } from "@/lib/services/user/change-role";
import { testWorld } from "@/test/world";

const world = testWorld();

test("administration asks its connection one thing at a time, which is all that the next pg will take", async () => {
  const warnings: string[] = [];
  const note = ({ message }: Error) => warnings.push(message);
  process.on("warning", note);
  const ctx = contextFor(world.base, { kind: "operator" as const, login: "root" });
  const person = await world.addUser();
  await changeRole(ctx, { user: person.id, role: "admin" });
  await addMember(ctx, { group: "sre", user: person.id });
  await disableEnforcementPoint(ctx, { enforcement_point: world.enforcement.id });
  await revokeKey(ctx, { id: world.agent.ctx.actor.apiKeyId });
  const { resource } = await registerResource(ctx, {
    type: "railway.volume",
    pattern: "vol_8f2c",
    environment: "production",
    recovery_points: [{ name: "Nightly" }],
  });
  await removeResource(ctx, { id: resource.id });
  await setImmediate();
  process.off("warning", note);
  expect(warnings).toEqual([]);
});
