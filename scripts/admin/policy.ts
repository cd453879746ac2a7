import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import type { ActivePolicy, PolicyList, Simulation } from "@/lib/contract/policy-version";
import { DomainError } from "@/lib/core/error";
import { activatePolicy } from "@/lib/services/policy/activate";
import { listPolicies } from "@/lib/services/policy/list";
import { savePolicy } from "@/lib/services/policy/save";
import { showActive } from "@/lib/services/policy/show-active";
import { simulatePolicy } from "@/lib/services/policy/simulate";
import { table } from "../terminal";
import { parseWhole, runs, type OperatorContext } from "./command";

export function addPolicy(program: Command): void {
  const policy = program
    .command("policy")
    .description("what an operation needs before it may run; see docs/policy.md");

  runs(
    policy.command("show").description("what counts now, each rule in words"),
    () => ({}),
    showActive,
    showRules,
  );
  runs(
    policy.command("list").description("the versions, newest first"),
    () => ({}),
    (ctx) => listPolicies(ctx),
    showVersions,
  );

  const save = policy
    .command("save")
    .description("keep a file as the next version; it applies once it is activated")
    .argument("<file>", "YAML or JSON")
    .option("--note <text>", "why it changes");
  runs(
    save,
    () => ({ file: save.args[0] ?? "", ...save.opts<{ note?: string }>() }),
    async (ctx: OperatorContext, { file, note }) =>
      savePolicy(ctx, { source: await textOf(file), ...(note ? { note } : {}) }),
    ({ created, policy: { version } }) =>
      created ? `Saved as version ${version}.` : `Version ${version} has this text already.`,
  );

  const test = policy
    .command("try")
    .description("what a file would have done with the last operations; changes nothing")
    .argument("<file>", "YAML or JSON")
    .option("--last <n>", "how many", parseWhole);
  runs(
    test,
    () => ({ file: test.args[0] ?? "", ...test.opts<{ last?: number }>() }),
    async (ctx: OperatorContext, { file, last }) =>
      simulatePolicy(ctx, { source: await textOf(file), ...(last ? { last } : {}) }),
    showSimulation,
  );

  const activate = policy
    .command("activate")
    .description("judge everything by a version from now on; 0 is the built-in rule")
    .argument("<version>", "as `policy list` shows it", parseWhole);
  runs(
    activate,
    () => ({ version: Number(activate.args[0]) }),
    async (ctx: OperatorContext, { version }) =>
      activatePolicy(ctx, { version, expected_version: (await showActive(ctx)).version }),
    ({ version }) =>
      version === 0 ? "Only the built-in rule counts now." : `Version ${version} counts now.`,
  );
}

const textOf = (file: string): Promise<string> =>
  readFile(file, "utf8").catch(() => {
    throw new DomainError("not_found", `The file ${file} can't be read.`);
  });

const showRules = ({ version, policy, fault }: ActivePolicy): string =>
  [
    version === 0 ? "Only the built-in rule counts." : `Version ${version} counts.`,
    ...(fault === null ? [] : [`Nothing is let through: ${fault}`]),
    ...(policy?.readings ?? []).flatMap(({ rule, when, demands }) => [
      "",
      rule,
      `  ${when}:`,
      ...demands.map((part) => `  - ${part}`),
    ]),
  ].join("\n");

const showVersions = ({ items }: PolicyList): string =>
  items.length === 0
    ? "No version was saved yet: policy save policy.yaml"
    : table(
        ["VERSION", "", "SAVED", "BY", "NOTE"],
        items.map((one) => [
          String(one.version),
          one.active ? "active" : "",
          one.created_at,
          one.created_by,
          one.note,
        ]),
      );

const showSimulation = ({ looked_at, counts, rulings }: Simulation): string =>
  [
    `Of the last ${looked_at}: ${rulings.allow} allowed, ${rulings.review} for people to decide, ${rulings.deny} denied.`,
    ...Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([change, count]) => `  ${change.replaceAll("_", " ")}: ${count}`),
  ].join("\n");
