import { runAdmin } from "./admin/program";

process.exitCode = await runAdmin(process.argv.slice(2));
