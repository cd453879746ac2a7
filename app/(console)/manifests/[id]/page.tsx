import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Live } from "@/components/layout/live";
import { PageHeader } from "@/components/layout/page-header";
import { ManifestItems } from "@/components/operation/manifest-items";
import { Ago } from "@/components/ui/time";
import { DomainError } from "@/lib/core/error";
import { reviewManifest } from "@/lib/services/manifest/review";
import { requireReviewer } from "@/lib/web/session";
import { approve, veto } from "./actions";

export const metadata: Metadata = { title: "Submitted together" };

type Props = { params: Promise<{ id: string }> };

export default async function ManifestPage({ params }: Props) {
  const { id } = await params;
  const ctx = await requireReviewer(`/manifests/${encodeURIComponent(id)}`);
  const manifest = await reviewManifest(ctx, id).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === "not_found") notFound();
    throw error;
  });
  const n = manifest.items.length;
  return (
    <>
      <PageHeader
        title={n === 1 ? "1 operation" : `${n} operations, submitted together`}
        action={<Live />}
      >
        By <b className="font-semibold text-text">{manifest.agent.name}</b> (agent),{" "}
        <Ago at={manifest.created_at} serverTime={manifest.server_time} />. Each is decided and
        executed by itself. Only what is of low risk can be approved from this list.
      </PageHeader>
      <ManifestItems manifest={manifest} approve={approve} veto={veto} />
    </>
  );
}
