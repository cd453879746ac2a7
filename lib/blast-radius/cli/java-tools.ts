import { type Cli, harmless } from "./cli";
import { LOCAL, NOTHING } from "./machine";

const WRITES = "It writes into a file, or makes the process do something.";
/** What of `jcmd` only asks a process. */
const ASKS =
  /^(VM\.(version|flags|command_line|uptime|system_properties|info|native_memory|metaspace|classloaders|stringtable|symboltable|events)|Thread\.print|GC\.(heap_info|class_histogram|class_stats)|Compiler\.(codecache|queue)|PerfCounter\.print|JFR\.check|ManagementAgent\.status|help)$/;

/** Programs that ask a running process how it is. */
export const javaTools: readonly Cli[] = [
  {
    names: ["jps", "jstack", "jstat"],
    ...LOCAL,
    singleDash: true,
    flags: "-l -e -m -v -q -lv -gc -gcutil -gccause -gccapacity -class -compiler -t -h",
    commands: { "": NOTHING },
  },
  {
    names: ["jmap"],
    ...LOCAL,
    singleDash: true,
    flags: "-histo -heap -clstats -finalizerinfo",
    commands: { "": NOTHING },
  },
  {
    names: ["jcmd"],
    ...LOCAL,
    flags: "-l -h",
    commands: {
      "": {
        ...NOTHING,
        unsure: WRITES,
        when: [
          { options: "-l -h", does: [], instead: true },
          { operand: ASKS, does: [], instead: true },
          // What it is to do stands behind the process; a third word would name a file.
          { firstUnlike: /^\d+$/, without: "-l -h", does: [], unsure: WRITES },
          { operandsMin: 3, does: [], unsure: WRITES },
        ],
      },
    },
  },
  {
    names: ["py-spy", "rbspy"],
    ...LOCAL,
    values: "-p --pid -r --rate",
    commands: harmless("dump,top,snapshot", {
      flags: "-n -l -s -G -j --native --locals --subprocesses --nonblocking --json",
    }),
  },
];
