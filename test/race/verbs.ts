import { freeze } from "@/lib/services/freeze/freeze";
import { liftAsOperator } from "@/lib/services/freeze/lift";
import { redeemGrant } from "@/lib/services/grant/redeem";
import { revokeGrant } from "@/lib/services/grant/revoke";
import { cancelOperation } from "@/lib/services/operation/cancel";
import { decideOperation } from "@/lib/services/operation/decide";
import { getOperation } from "@/lib/services/operation/get";
import { sweepDeadlines } from "@/lib/services/sweep";
import { suspendUser } from "@/lib/services/user/suspend";

/** What racers do, in whichever process. */
export const VERBS = {
  cancelOperation,
  decideOperation,
  freeze,
  getOperation,
  liftAsOperator,
  redeemGrant,
  revokeGrant,
  suspendUser,
  sweepDeadlines,
};

type Verbs = typeof VERBS;
export type Verb = keyof Verbs;
export type ActorFor<V extends Verb> = Parameters<Verbs[V]>[0]["actor"];
export type InputOf<V extends Verb> = Parameters<Verbs[V]>[1];
export type AnswerOf<V extends Verb> = Awaited<ReturnType<Verbs[V]>>;

/** As it goes to the process, and what comes back. */
export interface Call {
  id: number;
  verb: Verb;
  actor: unknown;
  input: unknown;
}
export type Answer =
  | { id: number; value: unknown }
  | { id: number; refused: string; detail: string }
  | { id: number; broke: string };
