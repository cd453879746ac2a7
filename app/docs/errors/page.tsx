import type { Metadata } from "next";
import { ERROR_TABLE } from "@/lib/core/error";

export const metadata: Metadata = { title: "Errors" };

/** Every error's `type` leads here: `/docs/errors#code`. */
export default function ErrorsPage() {
  return (
    <>
      <h1>Errors</h1>
      <p className="mt-2 mb-4 text-muted">
        Every error is a problem document (RFC 9457): <code>code</code> is for programs,{" "}
        <code>detail</code> says what is wrong and what to do. A code never changes its meaning.
      </p>
      <dl className="text-[15px]">
        {Object.entries(ERROR_TABLE).map(([code, [status, title]]) => (
          <div
            key={code}
            id={code}
            className="gap-x-4 border-t border-line py-2 target:bg-accent-soft md:grid md:grid-cols-[minmax(0,280px)_minmax(0,1fr)]"
          >
            <dt>
              <code className="[overflow-wrap:anywhere]">{code}</code>{" "}
              <span className="text-[13px] text-muted">{status}</span>
            </dt>
            <dd>{title}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
