import { RotateCw } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { ActButton } from "@/components/admin/act-button";
import { CreateForm } from "@/components/admin/create-form";
import { PageHeader } from "@/components/layout/page-header";
import { Alert } from "@/components/ui/alert";
import { Ago } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import { Deliveries } from "@/components/webhooks/deliveries";
import { ROTATE_FIELDS } from "@/components/webhooks/fields";
import type { WebhookView } from "@/lib/contract/webhook";
import { DomainError } from "@/lib/core/error";
import { showWebhook } from "@/lib/services/webhook/show";
import { requireOverseer } from "@/lib/web/session";
import { enable, remove, replay, rotate, test } from "../actions";

export const metadata: Metadata = { title: "Webhook" };

export default async function WebhookPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await requireOverseer(`/webhooks/${id}`);
  const mayChange = ctx.actor.role === "admin";
  const shown = await showWebhook(ctx, id).catch((error: unknown) => {
    if (error instanceof DomainError) return null;
    throw error;
  });
  // Also where this page has just removed it.
  if (!shown) redirect("/webhooks");
  const { webhook, deliveries } = shown;
  const now = ctx.now().toISOString();
  return (
    <>
      <p className="mb-2 text-sm">
        <Link href="/webhooks">Webhooks</Link>
      </p>
      <PageHeader
        title={<Untrusted text={webhook.description || webhook.url} />}
        action={mayChange && <Acts webhook={webhook} />}
      >
        <p className="[overflow-wrap:anywhere]">
          <code>
            <Untrusted text={webhook.url} />
          </code>
        </p>
        <p className="text-sm">{webhook.events.join(", ")}</p>
        {webhook.rotating_until && (
          <p className="text-sm">
            The old secret signs too: its end is{" "}
            <Ago at={webhook.rotating_until} serverTime={now} />.
          </p>
        )}
      </PageHeader>
      <div className="grid gap-4">
        {webhook.disabled && (
          <Alert>
            Disabled <Ago at={webhook.disabled.at} serverTime={now} />: {webhook.disabled.reason}{" "}
            Nothing is sent. Enable it, then replay what it missed.
          </Alert>
        )}
        <h2 className="text-[15px] font-semibold">Deliveries</h2>
        <Deliveries
          deliveries={deliveries}
          now={now}
          replay={(delivery) =>
            mayChange && (
              <ActButton
                label="Replay"
                about={`${delivery.action} ${delivery.event}`}
                act={replay.bind(null, { id: webhook.id, delivery: delivery.id })}
              />
            )
          }
        />
      </div>
    </>
  );
}

function Acts({ webhook: { id, format, disabled } }: { webhook: WebhookView }) {
  return (
    <div className="flex flex-wrap items-center gap-3">
      {disabled ? (
        <ActButton label="Enable" act={enable.bind(null, { id })} />
      ) : (
        <ActButton label="Send a test" act={test.bind(null, { id })} />
      )}
      {format === "standard" && (
        <CreateForm
          open="Replace the secret"
          icon={<RotateCw aria-hidden="true" className="size-4" />}
          tone="plain"
          submit="Replace"
          save={rotate.bind(null, id)}
          fields={ROTATE_FIELDS}
        />
      )}
      <ActButton
        label="Remove"
        confirm="Remove it, with its deliveries"
        act={remove.bind(null, { id })}
      />
    </div>
  );
}
