import { setTimeout as delay } from "node:timers/promises";
import {
  createAgent,
  CountersignError,
  grantToken,
  type Agent,
  type Operation,
} from "@/client/agent";
import { visibleText } from "@/lib/core/untrusted-text";
import { recordCommand } from "@/lib/services/audit/record-command";
import type { OperatorContext } from "../admin/command";
import { paint } from "../terminal";
import type { DeletionAnswer } from "./enforcement-point";
import { AUDIENCE, incident, VOLUME } from "./incident";
import { startInfrastructure } from "./infrastructure";
import { blastRadius, figures, mark, startWaiting, step, verdict, volumeTable } from "./narrator";
import type { Volume } from "./provider";
import { AGENT, gatherReviewers, issueKeys, register, SCOPE } from "./register";

export interface StoryOptions {
  /** Where the app answers on this machine. */
  url: string;
  expiresIn_s: number;
  /** This bundle's file. */
  program: string;
  /** Ends the story early: the operation is cancelled. */
  signal: AbortSignal;
}

const REVIEWER_POLL_MS = 2000;
const CANCEL_TIMEOUT_MS = 10_000;

/** The incident once more, this time with a second key: told from registration to the outcome. */
export async function tellStory(ctx: OperatorContext, options: StoryOptions): Promise<void> {
  const { url, expiresIn_s, program, signal } = options;
  await recordCommand(ctx, { command: "demo", given: { expires_in: expiresIn_s } });
  await register(ctx);
  await waitForReviewer(ctx, signal);
  const keys = await issueKeys(ctx, expiresIn_s);
  try {
    const infrastructure = await startInfrastructure(program, {
      countersignUrl: url,
      apiKey: keys.enforcementPoint,
      audience: AUDIENCE,
    });
    try {
      step(
        "Registered",
        `The agent ${paint.bold(AGENT)} has a key for ${SCOPE.actions.join(", ")} on ${SCOPE.resources.join(", ")}.`,
        `The enforcement point ${paint.bold(AUDIENCE)} is a process of its own (pid ${infrastructure.pid}),`,
        "and holds the only credential of the hosting provider.",
        "The inventory says which environment each volume belongs to, and that its backups lie inside of it.",
      );
      const agent = createAgent({ baseUrl: url, apiKey: keys.agent });
      await askAndAct(agent, infrastructure.url, expiresIn_s, signal);
    } finally {
      await infrastructure.stop();
    }
  } finally {
    await keys.revoke();
  }
}

async function waitForReviewer(ctx: OperatorContext, signal: AbortSignal): Promise<void> {
  if ((await gatherReviewers(ctx)) > 0) return;
  step(
    "Nobody can approve yet",
    "Open the one-time set-up link that `npm start` printed, and make yourself the first admin.",
    "This goes on by itself.",
  );
  do await delay(REVIEWER_POLL_MS, undefined, { signal });
  while ((await gatherReviewers(ctx)) === 0);
}

async function askAndAct(
  agent: Agent,
  pointUrl: string,
  expiresIn_s: number,
  signal: AbortSignal,
): Promise<void> {
  step("The provider holds", volumeTable(await readVolumes(pointUrl)));
  const submission = incident(expiresIn_s);
  step(
    "The agent asks to run",
    paint.bold(submission.artifact.kind === "graphql" ? submission.artifact.content : ""),
    `“${submission.reason}”`,
  );
  const submitted = await agent.submit(submission, { signal });
  blastRadius(submitted);
  const decided = await waitForDecision(agent, submitted, signal);
  const grant = grantToken(decided);
  if (grant === null) {
    verdict(
      mark.bad,
      `Not approved: ${decided.status}`,
      ...reasonOf(decided),
      "No grant, so nothing was executed.",
    );
  } else {
    verdict(
      mark.good,
      "Approved",
      ...reasonOf(decided),
      "The agent's poll returned a signed grant, which works once. It hands it to the enforcement point.",
    );
    outcome(await requestDeletion(pointUrl, grant));
  }
  step("The provider holds", volumeTable(await readVolumes(pointUrl)));
}

const count = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

async function waitForDecision(
  agent: Agent,
  { id, links, approvals, expires_at }: Operation,
  signal: AbortSignal,
): Promise<Operation> {
  const { required, groups, eligible_reviewers } = approvals;
  step(
    "A person decides",
    paint.underline(links.review),
    `Needs ${count(required, "approval")} from ${groups.join(", ")}, where ${count(eligible_reviewers, "person", "people")} can approve.`,
  );
  const waiting = startWaiting(new Date(expires_at));
  try {
    return await agent.wait(id, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    return await giveUp(agent, id);
  } finally {
    waiting.stop();
  }
}

/** Whoever stops waiting takes the question back. Where it was decided just before, that stands; the grant isn't used. */
async function giveUp(agent: Agent, id: string): Promise<Operation> {
  const signal = AbortSignal.timeout(CANCEL_TIMEOUT_MS);
  try {
    return await agent.cancel(id, { signal });
  } catch (error) {
    if (!(error instanceof CountersignError && error.code === "already_terminal")) throw error;
    const { grant: _unused, ...decided } = await agent.get(id, { signal });
    return decided as Operation;
  }
}

const reasonOf = ({ decision }: Operation): string[] => [
  ...(decision?.reason ? [`“${visibleText(decision.reason)}”`] : []),
  ...(decision?.approvals ?? []).map(
    ({ reviewer, method, comment }) =>
      `By ${reviewer}, signed in by ${method}${comment ? `: “${visibleText(comment)}”` : ""}.`,
  ),
];

function outcome(answer: DeletionAnswer): void {
  if (!answer.executed) {
    verdict(
      mark.bad,
      `The enforcement point refused: ${answer.code}`,
      visibleText(answer.detail),
      "Nothing was executed.",
    );
    return;
  }
  const { result, reported } = answer;
  verdict(
    result.outcome === "succeeded" ? mark.good : mark.bad,
    `The enforcement point redeemed the grant and executed: ${result.outcome}`,
    visibleText(result.detail ?? ""),
    `Gone: ${figures(result.actual ?? {})}.`,
    reported
      ? "It reported the outcome: the review page shows it next to the prediction."
      : "Its report couldn't be delivered: reviewers will see `unknown`.",
  );
}

async function readVolumes(pointUrl: string): Promise<Volume[]> {
  return (await (await fetch(`${pointUrl}/volumes`)).json()) as Volume[];
}

async function requestDeletion(pointUrl: string, grant: string): Promise<DeletionAnswer> {
  const response = await fetch(`${pointUrl}/volumes/${VOLUME.id}`, {
    method: "DELETE",
    headers: { authorization: `Grant ${grant}` },
  });
  return (await response.json()) as DeletionAnswer;
}
