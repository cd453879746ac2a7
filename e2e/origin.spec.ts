import { expect, openDecision, submitIncident, test } from "./fixtures";

test("a decision whose Origin is missing, null or foreign is refused, and so is one from another site", async ({
  world,
  agent,
  openAs,
  deployment,
}) => {
  const page = await openAs(await world.addUser());
  const operation = await submitIncident(agent);
  await openDecision(page, operation);
  // The real request of a real click, held back and sent again under other headers.
  // The page sends another action of its own, that it was seen: the verdict tells them apart.
  const caught = page.waitForRequest((request) => /"approve"/.test(request.postData() ?? ""));
  await page.route(
    (url) => url.pathname === `/operations/${operation.id}`,
    (route) => (route.request().method() === "POST" ? route.abort() : route.fallback()),
  );
  await page.getByRole("button", { name: "Approve deleting pg-data" }).click();
  const request = await caught;
  const headers = request.headers();
  const cookie = (await page.context().cookies()).map((c) => `${c.name}=${c.value}`).join("; ");
  const post = (change: Record<string, string>) =>
    fetch(`${deployment.url}/operations/${operation.id}`, {
      method: "POST",
      body: request.postData(),
      headers: {
        "content-type": headers["content-type"] ?? "",
        "next-action": headers["next-action"] ?? "",
        accept: "text/x-component",
        cookie,
        ...change,
      },
    }).then((response) => response.text());

  const status = async () => {
    const query = { text: "SELECT status FROM operations WHERE id = $1" };
    return (await world.base.db.query<{ status: string }>(query, [operation.id]))[0]?.status;
  };

  for (const change of [
    {},
    { origin: "null" },
    { origin: "https://evil.example.org" },
    { origin: `${deployment.url}.evil.example.org` },
    { origin: deployment.url, "sec-fetch-site": "cross-site" },
    { origin: deployment.url, "sec-fetch-site": "same-site" },
  ] as Record<string, string>[]) {
    await post({ ...change, "x-forwarded-host": "evil.example.org" });
    await post(change);
    expect(await status(), JSON.stringify(change)).toBe("pending");
  }
  await post({ origin: deployment.url, "sec-fetch-site": "same-origin" });
  expect(await status()).toBe("approved");
});

test("no page lets itself be framed, sniffed or scripted from elsewhere", async ({
  deployment,
  world,
  openAs,
}) => {
  const page = await openAs(await world.addUser({ role: "admin" }));
  for (const path of ["/", "/sign-in", "/history", "/docs", "/docs/api", "/nothing-here"]) {
    const response = await page.request.get(`${deployment.url}${path}`);
    const headers = response.headers();
    expect(headers["content-security-policy"], path).toContain("frame-ancestors 'none'");
    expect(headers["content-security-policy"], path).not.toMatch(/script-src[^;]*unsafe-inline/);
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["referrer-policy"], path).toBe("no-referrer");
    expect(headers["cross-origin-opener-policy"], path).toBe("same-origin");
  }
});
