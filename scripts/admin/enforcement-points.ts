import type { Command } from "commander";
import type {
  CreateEnforcementPoint,
  EnforcementPointView,
} from "@/lib/contract/enforcement-point";
import { createEnforcementPoint } from "@/lib/services/enforcement-point/create";
import { disableEnforcementPoint } from "@/lib/services/enforcement-point/disable";
import { listEnforcementPoints } from "@/lib/services/enforcement-point/list";
import { moment, table } from "../terminal";
import { runs } from "./command";

export function addEnforcementPoints(program: Command): void {
  const points = program
    .command("enforcement-points")
    .description("who holds the real credentials, and executes");

  runs(
    points.command("list").description("all enforcement points"),
    () => ({}),
    listEnforcementPoints,
    showAll,
  );

  const create = points
    .command("create")
    .description(
      "register an enforcement point; `keys issue enforcement-point` then gives it a key",
    )
    .argument("<audience>", "the URI that grants name it by, such as https://infra.example.com")
    .requiredOption("--name <name>", "name for people")
    .option("--operator <email>", "who runs it, and so may not approve what it executes");
  runs(
    create,
    (): CreateEnforcementPoint => ({
      audience: create.args[0] ?? "",
      ...create.opts<{ name: string; operator?: string }>(),
    }),
    createEnforcementPoint,
    (one) => showAll([one]),
  );

  const disable = points
    .command("disable")
    .description("take no more submissions for it and no redemptions from it, for good")
    .argument("<audience>");
  runs(
    disable,
    () => ({ enforcement_point: disable.args[0] ?? "" }),
    disableEnforcementPoint,
    (one) => showAll([one]),
  );
}

const showAll = (points: EnforcementPointView[]): string =>
  points.length === 0
    ? "No enforcement point yet. Create one: enforcement-points create https://infra.example.com --name Infrastructure"
    : table(
        ["AUDIENCE", "NAME", "OPERATOR", "LIVE KEYS", "DISABLED SINCE", "ID"],
        points.map((one) => [
          one.audience,
          one.name,
          one.operator?.name ?? "–",
          String(one.live_keys),
          moment(one.disabled_at),
          one.id,
        ]),
      );
