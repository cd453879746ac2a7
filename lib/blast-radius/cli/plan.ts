import type { CliRule } from "./cli";

export const WHOLE = {
  noun: "resource of the configuration",
  type: "terraform.state",
  stateful: null,
  deep: true,
} satisfies Partial<CliRule>;

export const PLAN = {
  what: "Which resources would it change?",
  why: "The command names none; that is in the plan, which isn't submitted.",
  resolve: "Deny, and ask for the plan (terraform show -json) as the artifact.",
};
