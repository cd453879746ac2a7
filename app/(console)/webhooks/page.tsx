import type { Metadata } from "next";
import Link from "next/link";
import { CreateForm } from "@/components/admin/create-form";
import { ROW_BUTTON } from "@/components/admin/row-button";
import { Listing } from "@/components/admin/listing";
import { PageHeader } from "@/components/layout/page-header";
import { buttonStyle } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Untrusted } from "@/components/ui/untrusted";
import { Warning } from "@/components/ui/warning";
import { REGISTER_FIELDS } from "@/components/webhooks/fields";
import type { WebhookView } from "@/lib/contract/webhook";
import { WEBHOOK_EVENTS } from "@/lib/core/webhook";
import { listWebhooks } from "@/lib/services/webhook/list";
import { requireOverseer } from "@/lib/web/session";
import { register } from "./actions";

export const metadata: Metadata = { title: "Webhooks" };

export default async function WebhooksPage() {
  const ctx = await requireOverseer("/webhooks");
  const mayChange = ctx.actor.role === "admin";
  const webhooks = await listWebhooks(ctx);
  return (
    <>
      <PageHeader
        title="Webhooks"
        action={
          mayChange && (
            <CreateForm
              open="Register a webhook"
              submit="Register"
              save={register}
              fields={REGISTER_FIELDS}
            />
          )
        }
      >
        Who else is told what happens. They are told, and given no grant.
      </PageHeader>
      <Listing
        label="Webhooks"
        none="None yet. Register one to tell a chat channel, a pager or your own program."
        items={webhooks.map((webhook) => ({
          id: webhook.id,
          name: (
            <>
              <Untrusted text={webhook.description || webhook.url} />
              <Chip>{webhook.format === "slack" ? "Slack" : "Standard Webhooks"}</Chip>
              {webhook.disabled && <Chip tone="warn">Disabled</Chip>}
            </>
          ),
          facts: <Facts webhook={webhook} />,
          acts: (
            <Link
              className={`${buttonStyle({ tone: "plain" })} ${ROW_BUTTON}`}
              href={`/webhooks/${webhook.id}`}
              aria-label={`Open: ${webhook.description || webhook.url}`}
            >
              Open
            </Link>
          ),
        }))}
      />
    </>
  );
}

function Facts({ webhook }: { webhook: WebhookView }) {
  const { url, events, disabled, dead, waiting } = webhook;
  return (
    <>
      <p>
        <code>
          <Untrusted text={url} />
        </code>
      </p>
      <p>
        {events.length === WEBHOOK_EVENTS.length ? "told of everything" : events.join(", ")}
        {waiting > 0 && ` · ${waiting} still tried`}
      </p>
      {disabled && (
        <p>
          <Warning>{disabled.reason}</Warning>
        </p>
      )}
      {dead > 0 && (
        <p>
          <Warning>
            {dead} {dead === 1 ? "delivery was" : "deliveries were"} given up
          </Warning>
        </p>
      )}
    </>
  );
}
