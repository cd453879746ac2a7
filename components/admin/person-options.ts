import type { FormField } from "@/components/ui/form-control";
import type { UserView } from "@/lib/contract/user";

/** Everyone, or nobody, to choose from. */
export const personOptions = (people: readonly UserView[]): NonNullable<FormField["options"]> => [
  { value: "", label: "Nobody" },
  ...people.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })),
];
