import { CommanderError } from "commander";
import { EXIT, report } from "./admin/command";
import { makeProgram } from "./admin/program";

const program = makeProgram();
try {
  await program.parseAsync();
} catch (error) {
  // Commander has said what is wrong already; asking for help isn't an error.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT.misused;
  else process.exitCode = report(error, program.opts<{ json?: true }>().json === true);
}
