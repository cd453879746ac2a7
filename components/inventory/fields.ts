import type { FormField } from "@/components/ui/form-control";
import type { InventoryResourceView } from "@/lib/contract/inventory";
import { CRITICALITIES } from "@/lib/core/inventory";

const word = (value: string) => ({ value, label: value });
const STATEFUL = [
  { value: "", label: "Not known" },
  { value: "yes", label: "Yes" },
  { value: "no", label: "No" },
];
const truth = (stateful: boolean | null) => (stateful === null ? "" : stateful ? "yes" : "no");

/** What is registered of a resource; filled in where there is one already. */
export const resourceFields = (
  environments: readonly string[],
  now?: InventoryResourceView,
): FormField[] => [
  {
    name: "type",
    label: "Type",
    hint: "As operations name it.",
    placeholder: "railway.volume",
    required: true,
    ...(now && { value: now.type }),
  },
  {
    name: "pattern",
    label: "Id or pattern",
    hint: "* stands for any run of characters; the most exact pattern counts.",
    placeholder: "vol_8f2c",
    required: true,
    ...(now && { value: now.pattern }),
  },
  {
    name: "environment",
    label: "Environment",
    hint: "Where it really is.",
    type: "select",
    options: environments.map(word),
    ...(now && { value: now.environment }),
  },
  {
    name: "name",
    label: "Name",
    hint: "As people know it. Reviewers see it in place of the agent's.",
    value: now?.name ?? "",
  },
  {
    name: "criticality",
    label: "Criticality",
    type: "select",
    options: CRITICALITIES.map(word),
    value: now?.criticality ?? "medium",
  },
  {
    name: "stateful",
    label: "Holds data",
    type: "select",
    options: STATEFUL,
    value: truth(now?.stateful ?? null),
  },
  { name: "owner", label: "Owner", hint: "Whom a reviewer asks.", value: now?.owner ?? "" },
  {
    name: "dependents",
    label: "What needs it",
    hint: "As type:id, with spaces between.",
    placeholder: "railway.service:api",
    value: now?.dependents.join(" ") ?? "",
  },
];

export const POINT_FIELDS: FormField[] = [
  {
    name: "name",
    label: "Name",
    hint: "The same name again replaces what is registered.",
    placeholder: "Nightly backup",
    required: true,
  },
  {
    name: "failure_domain",
    label: "Lives in",
    hint: "As type:id: it dies with that. Left blank, nobody knows whether it survives.",
    placeholder: "aws.account:backups",
  },
  {
    name: "taken_at",
    label: "Taken",
    hint: "A day, or a time in UTC.",
    placeholder: "2026-11-24T02:00:00Z",
  },
  {
    name: "deletable_by",
    label: "Can be deleted by",
    hint: "The credential, by name.",
  },
  { name: "last_tested_restore", label: "Restore last tested", placeholder: "2026-10-01" },
];
