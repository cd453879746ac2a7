import { getRuntime } from "@/lib/runtime";
import { watchOperations } from "@/lib/services/operation/watch";
import { currentReviewer } from "@/lib/web/session";

/** A stream tells no more than "look again", and ends now and then, so that a session that ended stops too. */
const STREAM_MS_MAX = 10 * 60 * 1000;
const HEARTBEAT_MS = 20_000;

export async function GET(request: Request): Promise<Response> {
  const ctx = await currentReviewer();
  if (!ctx) return new Response(null, { status: 401 });
  const { signal: stopping } = (await getRuntime()).stopping;
  const encoder = new TextEncoder();
  let end = () => {};
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      send("retry: 2000\nevent: hello\ndata: {}\n\n");
      const stopWatching = watchOperations(ctx, () => send("event: changed\ndata: {}\n\n"));
      const heartbeat = setInterval(() => send(": still here\n\n"), HEARTBEAT_MS);
      const limit = setTimeout(() => end(), STREAM_MS_MAX);
      const onAbort = () => end();
      end = () => {
        end = () => {};
        stopping.removeEventListener("abort", onAbort);
        stopWatching();
        clearInterval(heartbeat);
        clearTimeout(limit);
        try {
          controller.close();
        } catch {
          // The reader has gone already.
        }
      };
      request.signal.addEventListener("abort", onAbort, { once: true });
      // Else a browser left open would hold up the process's end.
      stopping.addEventListener("abort", onAbort);
    },
    cancel: () => end(),
  });
  return new Response(stream, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
