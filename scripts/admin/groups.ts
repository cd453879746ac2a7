import type { Command } from "commander";
import type { CreateGroup, GroupMembership, GroupView } from "@/lib/contract/group";
import { addMember } from "@/lib/services/group/add-member";
import { createGroup } from "@/lib/services/group/create";
import { listGroups } from "@/lib/services/group/list";
import { removeMember } from "@/lib/services/group/remove-member";
import { table } from "../terminal";
import { runs } from "./command";

export function addGroups(program: Command): void {
  const groups = program.command("groups").description("who approves together");

  runs(
    groups.command("list").description("all groups and members"),
    () => ({}),
    listGroups,
    showAll,
  );

  const create = groups
    .command("create")
    .description("make an empty group")
    .argument("<slug>", "such as sre")
    .option("--name <name>", "name for people");
  runs(
    create,
    (): CreateGroup => ({
      slug: create.args[0] ?? "",
      name: create.opts<{ name?: string }>().name,
    }),
    createGroup,
    (one) => showAll([one]),
  );

  for (const [name, description, work] of [
    ["add", "let a person approve for the group", addMember],
    ["remove", "take a person out; approvals they gave no longer stand", removeMember],
  ] as const) {
    const command = groups
      .command(name)
      .description(description)
      .argument("<group>")
      .argument("<email>");
    runs(
      command,
      (): GroupMembership => ({ group: command.args[0] ?? "", user: command.args[1] ?? "" }),
      work,
      (one) => showAll([one]),
    );
  }
}

const showAll = (groups: GroupView[]): string =>
  groups.length === 0
    ? "No group yet. Create one: groups create sre"
    : table(
        ["SLUG", "NAME", "APPROVES IN", "MEMBERS"],
        groups.map((one) => [
          one.slug,
          one.name,
          one.environments.join(", ") || "–",
          one.members.map(({ email, decides }) => (decides ? email : `(${email})`)).join(", ") ||
            "–",
        ]),
      );
