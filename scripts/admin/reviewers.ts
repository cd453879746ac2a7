import { Option, type Command } from "commander";
import type { UserReference, UserView } from "@/lib/contract/user";
import { ROLES, type Role } from "@/lib/core/actor";
import { changeRole } from "@/lib/services/user/change-role";
import { createSignInLink } from "@/lib/services/user/create-sign-in-link";
import { inviteUser, type InviteUser } from "@/lib/services/user/invite";
import { listUsers } from "@/lib/services/user/list";
import { reinstateUser } from "@/lib/services/user/reinstate";
import { suspendUser } from "@/lib/services/user/suspend";
import { moment, paint, table } from "../terminal";
import { collect, runs, type OperatorContext } from "./command";

export function addReviewers(program: Command): void {
  const reviewers = program
    .command("reviewers")
    .description("people: who reviews, administers or audits");

  runs(reviewers.command("list").description("everyone"), () => ({}), listUsers, showAll);

  const invite = reviewers
    .command("invite")
    .description("make a one-time link by which a new person joins")
    .argument("<email>")
    .requiredOption("--name <name>", "name for people")
    .addOption(new Option("--role <role>").choices(ROLES).default("reviewer"))
    .option("--group <slug>", "group to join; may be repeated", collect)
    .option("--mail", "also tell them by mail how to sign in");
  runs(
    invite,
    (): InviteUser => {
      const { name, role, group, mail } = invite.opts<{
        name: string;
        role: Role;
        group?: string[];
        mail?: true;
      }>();
      return { email: invite.args[0] ?? "", name, role, groups: group, sendMail: mail };
    },
    inviteUser,
    showLink("Hand this link over. It works once:"),
  );

  const onPerson = (
    name: string,
    description: string,
    work: (ctx: OperatorContext, given: UserReference) => Promise<UserView>,
  ) => {
    const command = reviewers.command(name).description(description).argument("<email>");
    runs(
      command,
      () => ({ user: command.args[0] ?? "" }),
      work,
      (one) => showAll([one]),
    );
  };
  onPerson("suspend", "sign the person out everywhere and keep them out", suspendUser);
  onPerson("reinstate", "let a suspended person sign in again", reinstateUser);

  const link = reviewers
    .command("sign-in-link")
    .description("make a one-time link that signs an existing person in, for recovery")
    .argument("<email>");
  runs(
    link,
    () => ({ user: link.args[0] ?? "" }),
    createSignInLink,
    showLink("Whoever opens this link signs in as them. It works once:"),
  );

  const role = reviewers
    .command("role")
    .description("change what the person may do")
    .argument("<email>")
    .addArgument(program.createArgument("<role>").choices(ROLES));
  runs(
    role,
    () => ({ user: role.args[0] ?? "", role: (role.args[1] ?? "") as Role }),
    changeRole,
    (one) => showAll([one]),
  );
}

const showLink = (what: string) => (link: { url: string; expires_at: string }) =>
  `${what}\n\n  ${paint.bold(link.url)}\n\nUntil ${moment(link.expires_at)}.`;

const showAll = (people: UserView[]): string =>
  people.length === 0
    ? "Nobody yet. Open the set-up link that `npm start` prints."
    : table(
        ["EMAIL", "NAME", "ROLE", "STATUS", "GROUPS", "PASSKEYS", "LAST SEEN"],
        people.map((one) => [
          one.email,
          one.name,
          one.role,
          one.status,
          one.groups.join(", ") || "–",
          String(one.passkeys),
          moment(one.last_seen_at),
        ]),
      );
