import { Command } from "commander";
import { addAgents } from "./agents";
import { addAudit } from "./audit";
import { EXIT } from "./command";
import { addEnforcementPoints } from "./enforcement-points";
import { addEnvironments } from "./environments";
import { addGroups } from "./groups";
import { addKeys } from "./keys";
import { addOperations } from "./operations";
import { addReviewers } from "./reviewers";

/** `npm run admin -- …`: the operator's own command, on the server's machine; it can't decide. */
export function makeProgram(): Command {
  const program = new Command("npm run admin --")
    .description(
      "Administers Countersign on the server's own machine, for set-up without a browser and for " +
        "recovery. Every use is in the audit log. Nothing here can approve an operation.",
    )
    .option("--json", "print JSON (with npm run -s: nothing else)")
    .helpCommand(false)
    .exitOverride()
    .showHelpAfterError("(add --help to see how)")
    .addHelpText(
      "after",
      `
Exit codes: 0 done, ${EXIT.failed} failed, ${EXIT.misused} misused, ${EXIT.refused} refused by a rule.

Examples:
  npm run admin -- groups create sre
  npm run admin -- environments create production --kind production --group sre
  npm run admin -- reviewers invite robin@example.com --name "Robin" --group sre
  npm run admin -- keys issue agent staging-fixer --environment staging \\
      --action 'railway.volume.*' --resource 'railway.volume:*' --expires-in 7d`,
    );
  addEnvironments(program);
  addReviewers(program);
  addGroups(program);
  addAgents(program);
  addEnforcementPoints(program);
  addKeys(program);
  addOperations(program);
  addAudit(program);
  return program;
}
