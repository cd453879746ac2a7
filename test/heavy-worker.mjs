import { ensureBundled } from "../scripts/bootstrap/bundle.mjs";

/** Before the first test: the worker as its sources are now. */
export const setup = () => ensureBundled(["heavy-worker"]);
