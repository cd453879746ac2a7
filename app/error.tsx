"use client";
import { Button } from "@/components/ui/button";

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main className="mx-auto max-w-md p-6 pt-20">
      <h1>Something went wrong on our side</h1>
      <p className="mt-2 mb-4 text-muted">
        Nothing was decided. Try again; if it stays, the server's log has the cause
        {error.digest ? ` under ${error.digest}` : ""}.
      </p>
      <Button tone="primary" onClick={reset}>
        Try again
      </Button>
    </main>
  );
}
