import { build, EMPTY, headersOf, JSON_BODY, type DerivedRequests } from "./derived-request";
import type { Setting } from "./reading";
import type { Argument } from "./word";

/** The values of the options in a list, in the order that they are given. */
export type Values = (list: string) => Argument[];

/** `curl`: the method is implied by what it sends. */
export function fromCurl(
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
  if (values("-H --header").some(({ text }) => text.startsWith("@")))
    unknown.push("Its headers are in a file that wasn't submitted.");
  if (given("-K --config")) unknown.push("Its configuration file wasn't submitted.");
  return build(
    given("-G --get") && body.text !== null ? urls.map((url) => withQuery(url, body.text)) : urls,
    method ?? { ...EMPTY, text: implied },
    given("-G --get") ? null : body.text,
    unknown,
    { ...(given("--json") ? JSON_BODY : {}), ...headers },
  );
}

/** `-G` adds the data to the URL. */
const withQuery = (url: Argument, data: string | null): Argument => ({
  ...url,
  text: `${url.text}${url.text.includes("?") ? "&" : "?"}${(data ?? "").replaceAll(" ", "%20")}`,
});

function bodyOf(data: readonly Argument[], { input }: Setting) {
  const unknown: string[] = [];
  const texts = data.map((one) => {
    if (one.text === "@-" && input.kind === "text" && input.text.dynamic === null)
      return input.text.text;
    // `name@file` too, where it is encoded.
    if (/^[\w.-]*@/.test(one.text))
      unknown.push("What it sends is in a file that wasn't submitted.");
    if (one.dynamic !== null) unknown.push(`A part of what it sends isn't known: ${one.dynamic}`);
    return one.text;
  });
  return { text: data.length > 0 && unknown.length === 0 ? texts.join("&") : null, unknown };
}
