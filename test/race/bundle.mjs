import { ensureBundled } from "../../scripts/bootstrap/bundle.mjs";

/** Before the first test: what races in processes of its own, as its sources are now. */
export const setup = () => ensureBundled(["race-copy"]);
