import { Command, CommanderError } from "commander";
import { addAgents } from "./agents";
import { addAudit } from "./audit";
import { EXIT, report } from "./command";
import { addConnections } from "./connections";
import { addEnforcementPoints } from "./enforcement-points";
import { addEnvironments } from "./environments";
import { addFreezes } from "./freezes";
import { addGroups } from "./groups";
import { addInventory } from "./inventory";
import { addKeys } from "./keys";
import { addOperations } from "./operations";
import { addPolicy } from "./policy";
import { addReviewers } from "./reviewers";

/** `npm run admin -- …`: the operator's own command, on the server's machine; it can't decide. */
function makeProgram(): Command {
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
      --action 'railway.volume.*' --resource 'railway.volume:*' --expires-in 7d
  npm run admin -- inventory import resources.csv`,
    );
  addEnvironments(program);
  addFreezes(program);
  addReviewers(program);
  addGroups(program);
  addAgents(program);
  addEnforcementPoints(program);
  addInventory(program);
  addKeys(program);
  addConnections(program);
  addOperations(program);
  addPolicy(program);
  addAudit(program);
  return program;
}

/** Runs one command line, without program's and script's name; answers the exit code. */
export async function runAdmin(args: readonly string[]): Promise<number> {
  const program = makeProgram();
  try {
    await program.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    // Commander has said what is wrong already; asking for help isn't an error.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.misused;
    return report(error, program.opts<{ json?: true }>().json === true);
  }
}
