import { Mail } from "lucide-react";
import { ActButton } from "@/components/admin/act-button";
import { Listing } from "@/components/admin/listing";
import { Chip } from "@/components/ui/chip";
import type { ActionResult } from "@/lib/contract/action";
import type { MailSwitch } from "@/lib/core/mail-choice";
import { MAIL_WORDS } from "./mail-words";

/** Which mails the reader gets. What the policy demands of them is said, and has no switch. */
export function MailSwitches({
  switches,
  act,
}: {
  switches: readonly { name: MailSwitch; on: boolean }[];
  act: (input: { name: MailSwitch; on: boolean }) => Promise<ActionResult<void>>;
}) {
  return (
    <section aria-labelledby="mail" className="grid gap-2">
      <h2 id="mail" className="text-lg font-semibold">
        Mail to you
      </h2>
      <Listing
        label="Mail"
        none=""
        items={[
          {
            id: "demanded",
            name: (
              <>
                <Mail aria-hidden="true" className="size-4" /> What the policy asks of you
                <Chip tone="ok">always on</Chip>
              </>
            ),
            facts:
              "Requests for your approval, escalations, objection windows, and what your groups must be told. Nobody can silence these.",
          },
          ...switches.map(({ name, on }) => ({
            id: name,
            name: (
              <>
                {MAIL_WORDS[name].name}{" "}
                <Chip {...(on ? { tone: "ok" } : {})}>{on ? "on" : "off"}</Chip>
              </>
            ),
            facts: MAIL_WORDS[name].about,
            acts: (
              <ActButton
                label={on ? "Turn off" : "Turn on"}
                about={MAIL_WORDS[name].name}
                act={act.bind(null, { name, on: !on })}
              />
            ),
          })),
        ]}
      />
    </section>
  );
}
