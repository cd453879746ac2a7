import { fromCurl, type Values } from "./curl-request";
import { build, EMPTY, headersOf, JSON_BODY, type DerivedRequests } from "./derived-request";
import type { Judged } from "./judged";
import type { Setting } from "./reading";
import type { Argument } from "./word";

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
