import type { Role } from "@/lib/core/actor";

export interface Destination {
  readonly href: string;
  readonly label: string;
  readonly roles: readonly Role[];
}

const EVERYONE: readonly Role[] = ["admin", "reviewer", "auditor"];
const ADMIN: readonly Role[] = ["admin"];

/** Every page of the console, in the order of the menu, and who finds it there. */
export const DESTINATIONS: readonly { title: string | null; items: readonly Destination[] }[] = [
  {
    title: null,
    items: [
      { href: "/", label: "Inbox", roles: EVERYONE },
      { href: "/history", label: "History", roles: EVERYONE },
      { href: "/predictions", label: "Predictions", roles: EVERYONE },
      { href: "/policy", label: "Policy", roles: EVERYONE },
      { href: "/audit", label: "Audit log", roles: EVERYONE },
    ],
  },
  {
    title: "Set up",
    items: [
      { href: "/environments", label: "Environments", roles: EVERYONE },
      { href: "/inventory", label: "Inventory", roles: ADMIN },
      { href: "/connections", label: "Connections", roles: ADMIN },
      { href: "/agents", label: "Agents", roles: ADMIN },
      { href: "/enforcement-points", label: "Enforcement points", roles: ADMIN },
      { href: "/keys", label: "Keys", roles: ADMIN },
      { href: "/people", label: "People", roles: ["admin", "auditor"] },
      { href: "/reviewers", label: "Reviewers", roles: ADMIN },
      { href: "/webhooks", label: "Webhooks", roles: ADMIN },
    ],
  },
  {
    title: "You",
    items: [
      { href: "/settings", label: "Settings", roles: EVERYONE },
      { href: "/docs", label: "Docs", roles: EVERYONE },
    ],
  },
];
