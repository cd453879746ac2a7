import { awsAction } from "../aws-action";
import { ASK_THE_AGENT, PLAIN_DEED, type Deed } from "../deeds/deed";
import { withoutSecrets } from "../deeds/redact";
import type { ScopeParam, Unknown } from "../findings";
import { effectsByName } from "../mutation-name";
import { undoWithin, windowOf } from "../undo-window";
import { awsCallIn } from "./aws-call";
import { providerAt, routeOf, type FoundRoute } from "./find";
import type { HttpProvider } from "./provider";
import type { HttpRequest } from "./request";

const READS = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);
const IS_ENVIRONMENT = /^(env|environment)(_?(id|name|slug))?$/i;

/** What one request does: by its provider's rules, else by its method and the words of its path. */
export async function deedOf(request: HttpRequest): Promise<Deed> {
  const provider = request.host === null ? null : providerAt(request.host);
  const found = provider && routeOf(provider, request.method, request.segments);
  if (provider && found) return byRoute(request, provider, found);
  const aws = awsCallIn(request);
  if (aws) return byAwsAction(request, aws);
  return byMethod(request, provider);
}

function byRoute(
  request: HttpRequest,
  provider: HttpProvider,
  { route, name, parameters }: FoundRoute,
): Deed {
  const id = route.id.replaceAll(/\{(\w+)\}/g, (_, key: string) => parameters[key] ?? "");
  return {
    ...PLAIN_DEED,
    by: name,
    effects: route.does,
    noun: route.noun,
    type: route.type,
    provider: provider.name,
    targets: [id],
    more: id.includes("$"),
    stateful: route.stateful,
    undo: route.undo ?? null,
    takes: route.takes ?? [],
    recoveryPoints: route.recoveryPoints ?? [],
    unknowns: [
      ...(route.unknowns ?? []),
      ...doubtsOf(request),
      content(id),
      environmentOf(id, provider.title),
    ],
    scope: scopeOf(request, name, parameters),
  };
}

const content = (id: string): Unknown => ({
  topic: "records",
  what: `How much is lost with ${withoutSecrets(id)}?`,
  why: "The request names it as a whole, and Countersign can't look into it.",
  resolve: "Look at its size and content at the provider before approving.",
});

const environmentOf = (id: string, title: string): Unknown => ({
  topic: "environment",
  what: `Which environment does ${withoutSecrets(id)} belong to?`,
  why: "The request carries an id only; an id says nothing of its environment.",
  resolve: `Look it up at ${title}, and compare with what was declared.`,
});

async function byAwsAction(
  request: HttpRequest,
  { service, operation }: { service: string; operation: string },
): Promise<Deed> {
  const { effects, name, level } = await awsAction(service, operation);
  return {
    ...PLAIN_DEED,
    by: withoutSecrets(name),
    effects,
    noun: "resource",
    type: `aws.${service}`,
    provider: "aws",
    more: true,
    ...undoOf(request, name),
    unknowns: [
      ...doubtsOf(request),
      {
        what: `What does ${withoutSecrets(name)} act on, and what goes along with it?`,
        why: `Countersign reads the action's name only; ${level === null ? "IAM's table doesn't have it" : `IAM calls it ${level}`}.`,
        resolve: "Look the action up in AWS's documentation, and its ids in the account.",
      },
    ],
    scope: scopeOf(request, name, {}),
  };
}

/** Where the provider keeps what is deleted for as long as the call says. */
function undoOf({ body }: HttpRequest, call: string): Partial<Deed> {
  const window = windowOf(call);
  if (window === null) return {};
  const members = bodyMembers(body);
  return { undo: undoWithin(window, (name) => (members === null ? null : members[name])) };
}

function bodyMembers(body: string | null): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body ?? "");
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function byMethod(request: HttpRequest, provider: HttpProvider | null): Deed {
  const { method, host, segments } = request;
  const by = withoutSecrets(`${method} ${host ?? "a host that isn't named"}`);
  const path = segments.join("/");
  const named = [...new Set([...effectsByName(path), ...effectsByName(method)])];
  const isRead = READS.has(method);
  const effects = isRead
    ? named.length > 0 || request.doubts.length > 0
      ? (["unknown"] as const)
      : []
    : method === "DELETE"
      ? ["delete" as const, ...named.filter((kind) => kind !== "delete")]
      : [...named, "unknown" as const];
  return {
    ...PLAIN_DEED,
    by,
    effects,
    noun: isRead ? "something" : "resource",
    type: provider === null ? "http.resource" : `${provider.name}.resource`,
    provider: provider?.name ?? null,
    targets: path === "" ? [] : [method === "DELETE" ? (segments.at(-1) ?? path) : path],
    more: true,
    unknowns: [
      ...doubtsOf(request),
      {
        what: isRead
          ? `Does ${by} change something?`
          : `What does ${by} do to ${withoutSecrets(path) || "it"}?`,
        why: isRead
          ? "Reads shouldn't, but its path or form says that it may."
          : "Countersign has no rules for this request; its effect is read from its method and path.",
        resolve:
          "Look the request up in the provider's documentation: effect, cascades, backups, undo.",
      },
      environmentOf(path || by, provider?.title ?? "the provider"),
    ],
    scope: scopeOf(request, by, {}),
  };
}

const doubtsOf = ({ doubts }: HttpRequest): Unknown[] =>
  doubts.map((why) => ({
    what: "How does the server read the request?",
    why,
    resolve: ASK_THE_AGENT,
  }));

function scopeOf(
  { query }: HttpRequest,
  call: string,
  parameters: Readonly<Record<string, string>>,
): ScopeParam {
  const all = [...Object.entries(parameters), ...query];
  const environment = all.find(([name]) => IS_ENVIRONMENT.test(name))?.[0] ?? null;
  return {
    call,
    // A query may carry a key; its name says so, or nobody knows.
    arguments: [
      ...Object.entries(parameters).map(([name, value]) => ({
        name,
        value: withoutSecrets(value),
      })),
      ...[...query.keys()].slice(0, 20).map((name) => ({
        name: withoutSecrets(name),
        value: name === environment ? withoutSecrets(query.get(name) ?? "") : "(not shown)",
      })),
    ],
    environment_argument: environment,
    note:
      environment === null
        ? "It carries nothing that names an environment: nothing in the request limits it to one."
        : `${withoutSecrets(environment)} limits it to one environment.`,
  };
}
