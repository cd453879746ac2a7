import { NextResponse, type NextRequest } from "next/server";
import { env, isDevelopment } from "@/lib/env";

const HSTS = "max-age=63072000; includeSubDomains";

/** Gives each page a content security policy with a nonce of its own. Decides nothing. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // Next reads the nonce for its own scripts from the request's policy.
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  if (env().PUBLIC_URL.startsWith("https:")) {
    response.headers.set("strict-transport-security", HSTS);
  }
  return response;
}

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // Positions computed by the component library; an attribute can't load or run anything.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

// Not the API, which is Hono's with headers of its own, nor static files. What is fetched ahead of
// time is no exception: it is what will be shown.
export const config = {
  matcher: ["/((?!api/v1/|api/health/|docs/api/|docs/api$|_next/static/|\\.well-known/).*)"],
};
