import type { Declared, Findings } from "../findings";

/** How one analyzer has another read what it holds; given from outside, where all of them are known. */
export type AnalyzeNested = (declared: Declared) => Promise<Findings>;
