import { readFile } from "node:fs/promises";
import path from "node:path";
import { refuseMethod, type Mount } from "./mount";

const PATH = "/docs/api";

/** No inline script or style element; Swagger UI's icons are data URIs, and it sets style attributes. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>API reference · Countersign</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="${PATH}/swagger-ui.css" />
    <link rel="stylesheet" href="${PATH}/reference.css" />
    <script src="${PATH}/swagger-ui-bundle.js" defer></script>
    <script src="${PATH}/reference.js" defer></script>
  </head>
  <body>
    <header><a href="/">Countersign</a> <a href="/docs">Documentation</a> <a href="/api/v1/openapi.json">OpenAPI 3.1</a></header>
    <div id="reference"><h1>API reference</h1><noscript>This page needs JavaScript; the same is in <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.</noscript></div>
  </body>
</html>
`;

const SCRIPT = `window.SwaggerUIBundle({
  url: "/api/v1/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
  docExpansion: "list",
});
`;

const STYLE = `body { margin: 0; background: #fff; color: #1b1f24; font: 16px/1.5 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; padding: 0.75rem 1.25rem; border-bottom: 1px solid #d8dde3; }
header a { color: inherit; }
header a:first-child { font-weight: 600; text-decoration: none; }
`;

const OWN: Record<string, string> = { "reference.js": SCRIPT, "reference.css": STYLE };
const LIBRARY = new Set(["swagger-ui-bundle.js", "swagger-ui.css"]);
const TYPES: Record<string, string> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};

/** Swagger UI from our own origin, under a policy as strict as the console's. */
export function mountReference({ app }: Mount): void {
  const files = new Map<string, Promise<string>>();
  const load = (name: string) => {
    const file =
      files.get(name) ??
      readFile(path.join(process.cwd(), "node_modules/swagger-ui-dist", name), "utf8");
    files.set(name, file);
    file.catch(() => files.delete(name));
    return file;
  };
  app.get(PATH, (c) =>
    c.body(PAGE, 200, {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    }),
  );
  app.all(PATH, refuseMethod(["get"]));
  app.get(`${PATH}/:file`, async (c, next) => {
    const name = c.req.param("file");
    const text = OWN[name] ?? (LIBRARY.has(name) ? await load(name) : undefined);
    if (text === undefined) return next();
    return c.body(text, 200, {
      "Content-Type": TYPES[path.extname(name)] ?? "text/plain",
      "Cache-Control": "public, max-age=3600",
    });
  });
}
