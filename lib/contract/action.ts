import type { ErrorCode, FieldError } from "@/lib/core/error";

/** What a server action answers with; it never throws at the browser. */
export type ActionResult<T> =
  { readonly ok: true; readonly data: T } | { readonly ok: false; readonly problem: ActionProblem };

/** A refusal in words for people; `request_id` finds it in the server's log. */
export interface ActionProblem {
  readonly code: ErrorCode;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly request_id: string;
}
