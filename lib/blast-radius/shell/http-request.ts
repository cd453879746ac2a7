import type { Judged } from "./judged";
import type { Setting } from "./reading";
import type { Argument } from "./word";

/** What the http analyzer reads; headers that carry secrets never get in. */
export interface DerivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface DerivedRequests {
  readonly requests: readonly DerivedRequest[];
  /** Why not all of it is known. */
  readonly unknown: readonly string[];
}

type Values = (list: string) => Argument[];

/** The request or requests that a command sends. */
export function requestOf(
  form: "curl" | "wget" | "httpie" | "gh",
  judged: Judged,
  setting: Setting,
): DerivedRequests {
  const values: Values = (list) => {
    const names = list.split(" ");
    return judged.read.options.flatMap(({ name, value }) =>
      value && names.includes(name) ? [value] : [],
    );
  };
  const given = (list: string) =>
    judged.read.options.some(({ name }) => list.split(" ").includes(name));
  switch (form) {
    case "curl":
      return fromCurl(judged.operands, values, given, setting);
    case "wget":
      return fromWget(judged.operands, values);
    case "httpie":
      return fromHttpie(judged.operands, values, given);
    case "gh":
      return fromGh(judged.operands, values, setting);
  }
}

function fromCurl(
  operands: readonly Argument[],
  values: Values,
  given: (list: string) => boolean,
  setting: Setting,
): DerivedRequests {
  const urls = [...operands, ...values("--url")];
  const data = values("-d --data --data-raw --data-binary --data-ascii --data-urlencode --json");
  const form = values("-F --form --form-string");
  const upload = values("-T --upload-file");
  const implied = given("-I --head")
    ? "HEAD"
    : upload.length > 0
      ? "PUT"
      : (data.length > 0 && !given("-G --get")) || form.length > 0
        ? "POST"
        : "GET";
  const method = values("-X --request").at(-1);
  const body = bodyOf(data, setting);
  const headers = headersOf(values("-H --header"));
  const unknown = [...body.unknown];
  if (form.length > 0 || upload.length > 0) unknown.push("What it uploads isn't in the command.");
  if (given("-G --get") && data.length > 0) unknown.push("It adds its data to the URL.");
  if (values("-H --header").some(({ text }) => text.startsWith("@")))
    unknown.push("Its headers are in a file that wasn't submitted.");
  if (given("-K --config")) unknown.push("Its configuration file wasn't submitted.");
  return build(
    urls,
    method ?? { ...EMPTY, text: implied },
    given("-G --get") ? null : body.text,
    unknown,
    { ...(given("--json") ? JSON_BODY : {}), ...headers },
  );
}

function fromWget(operands: readonly Argument[], values: Values): DerivedRequests {
  const data = values("--post-data --body-data");
  const files = values("--post-file --body-file");
  const method = values("--method").at(-1);
  const implied = data.length + files.length > 0 ? "POST" : "GET";
  const unknown = files.map(() => "What it sends is in a file that wasn't submitted.");
  return build(
    operands,
    method ?? { ...EMPTY, text: implied },
    data[0]?.dynamic === null ? data[0].text : null,
    [...unknown, ...data.flatMap(({ dynamic }) => dynamic ?? [])],
    headersOf(values("--header")),
  );
}

const HTTP_METHOD = /^(get|head|options|post|put|patch|delete)$/i;

/** `http DELETE :/path name=value`: the method may be left out. */
function fromHttpie(
  operands: readonly Argument[],
  values: Values,
  given: (list: string) => boolean,
): DerivedRequests {
  const [first, ...rest] = operands;
  const named = first && HTTP_METHOD.test(first.text) ? first : null;
  const [url, ...items] = named ? rest : operands;
  const raw = values("--raw")[0];
  const sends = items.some(({ text }) => /[^:=]:?=|@/.test(text)) || raw !== undefined;
  const method = named ?? { ...EMPTY, text: sends && !given("--offline") ? "POST" : "GET" };
  const unknown = items.flatMap(({ dynamic, text }) =>
    dynamic !== null ? [dynamic] : /=@|^[^=:]+@/.test(text) ? ["It sends a file."] : [],
  );
  const fields = items.flatMap(({ text }) => {
    const [, name, value] = /^([\w.-]+)=([^=@].*)$/s.exec(text) ?? [];
    return name === undefined ? [] : [[name, value ?? ""] as const];
  });
  const body = fields.length > 0 ? JSON.stringify(Object.fromEntries(fields)) : null;
  return build(url ? [url] : [], method, raw?.text ?? body, unknown, {
    ...JSON_BODY,
    ...headersOf(items),
  });
}

/** `gh api`: GitHub's API, with the method implied by the fields. */
function fromGh(
  operands: readonly Argument[],
  values: Values,
  { input }: Setting,
): DerivedRequests {
  const [path] = operands;
  const fields = values("-f -F --field --raw-field");
  const method = values("-X --method").at(-1) ?? {
    ...EMPTY,
    text: fields.length > 0 ? "POST" : "GET",
  };
  const unknown = fields.flatMap(({ dynamic }) => dynamic ?? []);
  if (values("--input").length > 0)
    unknown.push(input.kind === "unknown" ? input.why : "It sends a file that wasn't submitted.");
  const pairs = fields.flatMap(({ text }) => {
    const [name, ...value] = text.split("=");
    return name === undefined || value.length === 0 ? [] : [[name, value.join("=")] as const];
  });
  const { query, ...variables } = Object.fromEntries(pairs);
  const isGraphql = path?.text === "graphql";
  const body = isGraphql
    ? JSON.stringify({ query: query ?? "", variables })
    : pairs.length > 0
      ? JSON.stringify(Object.fromEntries(pairs))
      : null;
  if (!path) return { requests: [], unknown: ["It names no path."] };
  const host = values("--hostname")[0]?.text ?? "api.github.com";
  const url = /^https?:\/\//.test(path.text)
    ? path.text
    : `https://${host}/${path.text.replace(/^\/+/, "")}`;
  return build([{ ...path, text: url }], method, body, unknown, JSON_BODY);
}

const EMPTY: Argument = { text: "", dynamic: null, loose: false, pattern: false, process: false };

function bodyOf(data: readonly Argument[], { input }: Setting) {
  const unknown: string[] = [];
  const texts = data.map((one) => {
    if (one.text === "@-" && input.kind === "text" && input.text.dynamic === null)
      return input.text.text;
    if (one.text.startsWith("@")) unknown.push("What it sends is in a file that wasn't submitted.");
    if (one.dynamic !== null) unknown.push(`A part of what it sends isn't known: ${one.dynamic}`);
    return one.text;
  });
  return { text: data.length > 0 && unknown.length === 0 ? texts.join("&") : null, unknown };
}

const JSON_BODY = { "content-type": "application/json" };
/** The headers that change what a request does; no other is kept, since they carry credentials. */
const TELLING = new Set([
  "content-type",
  "host",
  "x-amz-target",
  "x-http-method",
  "x-http-method-override",
  "x-method-override",
]);

const headersOf = (headers: readonly Argument[]): Record<string, string> =>
  Object.fromEntries(
    headers.flatMap(({ text }) => {
      const [, name, value] = /^([\w-]+):\s*(.*)$/s.exec(text) ?? [];
      const known = name?.toLowerCase();
      return known !== undefined && TELLING.has(known) ? [[known, value ?? ""]] : [];
    }),
  );

const READS = new Set(["GET", "HEAD", "OPTIONS"]);

function build(
  urls: readonly Argument[],
  method: Argument,
  body: string | null,
  unknown: readonly string[],
  headers: Readonly<Record<string, string>>,
): DerivedRequests {
  const reasons = [...unknown];
  if (urls.length === 0) reasons.push("It names no URL.");
  if (method.dynamic !== null) reasons.push(`Its method isn't known: ${method.dynamic}`);
  const requests = urls.map((url) => {
    const verb = method.text.toUpperCase();
    // A URL that only the run knows can be any, also one that destroys by a GET.
    if (url.dynamic !== null && READS.has(verb))
      reasons.push(`Its URL isn't known: ${url.dynamic}`);
    return {
      method: verb,
      url: url.text,
      headers,
      body,
    };
  });
  return { requests, unknown: reasons };
}
