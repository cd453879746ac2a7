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
      <table className="w-full text-left text-[15px]">
        <thead>
          <tr className="text-[13px] text-muted">
            <th className="py-2 pr-4 font-medium">Status</th>
            <th className="py-2 pr-4 font-medium">Code</th>
            <th className="py-2 font-medium">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(ERROR_TABLE).map(([code, [status, title]]) => (
            <tr
              key={code}
              id={code}
              className="border-t border-line align-top target:bg-accent-soft"
            >
              <td className="py-2 pr-4">{status}</td>
              <td className="py-2 pr-4">
                <code className="break-all">{code}</code>
              </td>
              <td className="py-2">{title}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
