import type { Role } from "@/lib/core/actor";

export interface Destination {
  readonly href: string;
  readonly label: string;
  readonly roles: readonly Role[];
}

const EVERYONE: readonly Role[] = ["admin", "reviewer", "auditor"];
const OVERSEERS: readonly Role[] = ["admin", "auditor"];

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
      { href: "/inventory", label: "Inventory", roles: OVERSEERS },
      { href: "/connections", label: "Connections", roles: OVERSEERS },
      { href: "/agents", label: "Agents", roles: OVERSEERS },
      { href: "/enforcement-points", label: "Enforcement points", roles: OVERSEERS },
      { href: "/keys", label: "Keys", roles: OVERSEERS },
      { href: "/people", label: "People", roles: OVERSEERS },
      { href: "/reviewers", label: "Reviewers", roles: OVERSEERS },
      { href: "/webhooks", label: "Webhooks", roles: OVERSEERS },
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
