import { Option, type Command } from "commander";
import type {
  CreateEnvironment,
  ChangeEnvironment,
  EnvironmentView,
} from "@/lib/contract/environment";
import { ENVIRONMENT_KINDS, type EnvironmentKind } from "@/lib/core/operation";
import { changeEnvironment } from "@/lib/services/environment/change";
import { createEnvironment } from "@/lib/services/environment/create";
import { listEnvironments } from "@/lib/services/environment/list";
import { table } from "../terminal";
import { parseWhole, runs } from "./command";

export function addEnvironments(program: Command): void {
  const environments = program
    .command("environments")
    .description("what is guarded, and which group approves there");

  runs(
    environments.command("list").description("all environments"),
    () => ({}),
    listEnvironments,
    showAll,
  );

  const create = environments
    .command("create")
    .description("register an environment")
    .argument("<slug>", "such as production")
    .addOption(kindOption().makeOptionMandatory())
    .requiredOption("--group <slug>", "group whose members approve here")
    .option("--approvals <n>", "how many of them must approve", parseWhole)
    .option("--name <name>", "name for people");
  runs(
    create,
    (): CreateEnvironment => {
      const { kind, group, approvals, name } = create.opts<{
        kind: EnvironmentKind;
        group: string;
        approvals?: number;
        name?: string;
      }>();
      return { slug: create.args[0] ?? "", kind, group, approvals_required: approvals, name };
    },
    createEnvironment,
    (one) => showAll([one]),
  );

  const change = environments
    .command("change")
    .description("change what is given; the rest stays")
    .argument("<slug>")
    .addOption(kindOption())
    .option("--group <slug>", "group whose members approve here")
    .option("--approvals <n>", "how many of them must approve", parseWhole)
    .option("--name <name>", "name for people");
  runs(
    change,
    (): ChangeEnvironment => {
      const { approvals, ...rest } = change.opts<{
        kind?: EnvironmentKind;
        group?: string;
        approvals?: number;
        name?: string;
      }>();
      return {
        environment: change.args[0] ?? "",
        ...rest,
        approvals_required: approvals,
      };
    },
    changeEnvironment,
    (one) => showAll([one]),
  );
}

const kindOption = () =>
  new Option("--kind <kind>", "what it is; production weighs most").choices(ENVIRONMENT_KINDS);

const showAll = (environments: EnvironmentView[]): string =>
  environments.length === 0
    ? "No environment yet. Create one: environments create production --kind production --group sre"
    : table(
        ["SLUG", "NAME", "KIND", "APPROVALS", "ID"],
        environments.map((one) => [
          one.slug,
          one.name,
          one.kind,
          `${one.approvals_required} of ${one.group.slug}`,
          one.id,
        ]),
      );
