import { DomainError } from "@/lib/core/error";
import { showPolicy } from "@/lib/services/policy/show";
import { currentReviewer } from "@/lib/web/session";

/** A version's text as a file. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ version: string }> },
): Promise<Response> {
  const version = Number((await params).version);
  try {
    const ctx = await currentReviewer();
    if (!ctx) return new Response("Sign in first.\n", { status: 401 });
    const { source } = await showPolicy(ctx, { version });
    const name = `policy-${version}.${source.trimStart().startsWith("{") ? "json" : "yaml"}`;
    return new Response(source, {
      headers: {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Disposition": `attachment; filename="${name}"`,
        "Cache-Control": "no-store",
      },
    });
  } catch (error) {
    if (error instanceof DomainError)
      return new Response(`${error.detail}\n`, { status: error.status });
    throw error;
  }
}
