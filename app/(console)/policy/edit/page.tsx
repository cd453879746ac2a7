import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { PageHeader } from "@/components/layout/page-header";
import { Workbench } from "@/components/policy/workbench";
import { DomainError } from "@/lib/core/error";
import { operationPhrase } from "@/lib/core/phrase";
import { loadHistory } from "@/lib/services/operation/history";
import { openDraft } from "@/lib/services/policy/draft";
import { validatePolicy } from "@/lib/services/policy/validate";
import { requireAdmin } from "@/lib/web/session";
import { save, simulate, validate } from "../actions";

export const metadata: Metadata = { title: "Edit the policy" };

const RECENT_MAX = 20;

export default async function EditPolicyPage({
  searchParams,
}: {
  searchParams: Promise<{ from?: string }>;
}) {
  const { from } = await searchParams;
  const ctx = await requireAdmin("/policy/edit");
  const draft = await openDraft(ctx, Number(from) || undefined).catch((error: unknown) => {
    if (error instanceof DomainError) return null;
    throw error;
  });
  if (!draft) redirect("/policy");
  const [initial, { items }] = await Promise.all([
    validatePolicy(ctx, { source: draft.source }),
    loadHistory(ctx, {}),
  ]);
  const recent = items.slice(0, RECENT_MAX).map((row) => ({
    id: row.id,
    sentence: operationPhrase({ ...row, environment: row.environment.slug }).sentence,
  }));
  return (
    <>
      <p className="mb-2 text-sm">
        <Link href="/policy">Policy</Link>
      </p>
      <PageHeader title={draft.from === null ? "Write a policy" : `Edit version ${draft.from}`}>
        YAML or JSON. Press Ctrl+Space for what may stand where the cursor is.{" "}
        <Link href="/docs/policy">The language</Link>
      </PageHeader>
      <Workbench
        draft={draft}
        initial={initial}
        recent={recent}
        actions={{ validate, simulate, save }}
      />
    </>
  );
}
