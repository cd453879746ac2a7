import { cascade, copies } from "../http/provider";
import { adds, each, GONE, harmless, reads, type Cli, type CliRule } from "./cli";

const IMAGE = {
  noun: "image",
  type: "docker.image",
  stateful: false,
  undo: {
    value: "rebuildable",
    because: "An image can be pulled or built again where its source is still there.",
    disputed: false,
  },
} satisfies Partial<CliRule>;
const CONTAINER = {
  noun: "container",
  type: "docker.container",
  stateful: null,
} satisfies Partial<CliRule>;
const VOLUME = {
  noun: "volume",
  type: "docker.volume",
  stateful: true,
  undo: { ...GONE, because: "A removed volume's data is gone." },
} satisfies Partial<CliRule>;
const PRUNE = {
  flags: "-f -a --force --all",
  values: "--filter",
  deep: true,
} satisfies Partial<CliRule>;
const READ = {
  flags:
    "-a -q -s -n -f -l -v --verbose --all --quiet --no-trunc --size --tail-all -t --follow --timestamps --details --latest --digests --no-stream --services",
  values: "-f --format --filter --tail --since --until --type -n",
};

const COMMANDS: Cli["commands"] = {
  ...reads(
    "ps,images,logs,inspect,version,info,top,stats,port,diff,history,events,search,image ls,image list,image inspect,image history,container ls,container list,container ps,container inspect,container logs,container top,container stats,container port,container diff,volume ls,volume inspect,network ls,network inspect,system df,system info,system events,context ls,context inspect,context show,node ls,node inspect,node ps,service ls,service inspect,service ps,service logs,stack ls,stack ps,stack services,secret ls,secret inspect,config ls,config inspect,plugin ls,plugin inspect,pod ps,pod inspect",
  ),
  ...harmless("login,logout", { flags: "--password-stdin", values: "-u --username" }),
  // `buildx inspect --bootstrap` starts a builder.
  ...reads("buildx ls,buildx du,buildx version,buildx imagetools inspect,scout version"),
  ...harmless("manifest inspect,buildx inspect", {
    flags: "-v --verbose --insecure",
  }),
  ...adds("pull,image pull", {
    ...IMAGE,
    flags: "-q -a --quiet --all-tags",
    values: "--platform",
  }),
  ...adds("network create", {
    noun: "network",
    type: "docker.network",
    flags: "--internal --ipv6 --attachable",
    values: "-d --driver --subnet --gateway --label --opt -o",
  }),
  // A volume's driver and its options can make it any folder of the host.
  ...adds("volume create", { ...VOLUME, values: "--label --name" }),
  ...adds("create,container create", {
    ...CONTAINER,
    targets: { only: "first" },
    flags: "-i -t --init --read-only",
    values: "-e -p -w -u -l --name --env --publish --label --network --memory --cpus --platform",
  }),
  "buildx rm": {
    does: ["delete"],
    noun: "builder",
    type: "docker.builder",
    stateful: false,
    flags: "-f --force --all-inactive --keep-state",
  },
  ...each("rm,container rm", {
    does: ["delete"],
    ...CONTAINER,
    flags: "-f -l --force --link",
    when: [
      {
        options: "-v --volumes",
        does: [],
        takes: [cascade("Its anonymous volumes", "docker.volume", "mounted in the target")],
      },
    ],
  }),
  ...each("rmi,image rm,image remove", {
    does: ["delete"],
    ...IMAGE,
    flags: "-f --force --no-prune",
  }),
  ...each("volume rm,volume remove", { does: ["delete"], ...VOLUME, flags: "-f --force" }),
  "volume prune": {
    does: ["delete"],
    ...VOLUME,
    ...PRUNE,
    targets: { always: "volumes that no container uses" },
  },
  "container prune": {
    does: ["delete"],
    ...CONTAINER,
    ...PRUNE,
    targets: { always: "stopped containers" },
  },
  "image prune": {
    does: ["delete"],
    ...IMAGE,
    ...PRUNE,
    targets: { always: "images that no container uses" },
  },
  "network prune": {
    does: ["delete"],
    noun: "network",
    type: "docker.network",
    ...PRUNE,
    targets: { always: "networks that no container uses" },
  },
  "builder prune": {
    does: ["delete"],
    noun: "build cache",
    type: "docker.cache",
    stateful: false,
    ...PRUNE,
    targets: { always: "the build cache" },
  },
  "buildx prune": {
    does: ["delete"],
    noun: "build cache",
    type: "docker.cache",
    stateful: false,
    ...PRUNE,
    targets: { always: "the build cache" },
  },
  "system prune": {
    does: ["delete"],
    ...CONTAINER,
    ...PRUNE,
    targets: { always: "stopped containers, unused networks and images" },
    when: [
      {
        options: "--volumes",
        does: ["delete"],
        stateful: true,
        undo: VOLUME.undo,
        takes: [
          cascade("Volumes that no container uses", "docker.volume", "unused at that moment"),
        ],
      },
    ],
  },
  ...each("network rm,network remove", {
    does: ["delete"],
    noun: "network",
    type: "docker.network",
    stateful: false,
  }),
  "network disconnect": { does: ["detach"], ...CONTAINER, targets: { only: "last" } },
  ...each("stop,kill,pause,restart,container stop,container kill,container restart", {
    does: ["stop"],
    ...CONTAINER,
    flags: "-l",
    values: "-t -s --time --signal",
    undo: {
      value: "reversible",
      because: "A stopped container can be started again.",
      disputed: false,
    },
  }),
  ...each("stack rm,stack down", { does: ["delete", "stop"], noun: "stack", type: "docker.stack" }),
  ...each("service rm", { does: ["delete", "stop"], noun: "service", type: "docker.service" }),
  ...each("secret rm,config rm", {
    does: ["delete"],
    noun: "secret",
    type: "docker.secret",
    stateful: true,
    undo: GONE,
  }),
  "node rm": { does: ["detach"], noun: "node", type: "docker.node" },
  "swarm leave": {
    does: ["detach"],
    noun: "swarm node",
    type: "docker.node",
    targets: { always: "this node" },
    flags: "-f --force",
  },
  "context rm": { does: ["delete"], noun: "context", type: "docker.context", stateful: false },
  ...each("tag,image tag", {
    does: ["overwrite"],
    noun: "name of an image",
    type: "docker.image",
    targets: { only: "last" },
    stateful: false,
  }),
  cp: { does: ["overwrite"], noun: "file", targets: { only: "last" }, flags: "-a -L -q" },
};

const COMPOSE: Record<string, CliRule> = {
  ...reads("ps,logs,images,top,ls,version,port,events,stats,volumes"),
  ...harmless("config", {
    flags: `${READ.flags} --volumes --networks --profiles --hash --no-interpolate --no-normalize --environment --variables`,
    values: READ.values,
  }),
  down: {
    does: ["stop"],
    noun: "project",
    type: "docker.compose_project",
    targets: { always: "the compose project" },
    flags: "--remove-orphans",
    values: "-t --timeout --rmi",
    when: [
      {
        options: "-v --volumes",
        does: ["delete"],
        stateful: true,
        undo: VOLUME.undo,
        takes: [
          cascade(
            "The volumes of the project, with their data",
            "docker.volume",
            "declared in the compose file",
          ),
          copies("Copies that lie in those volumes", "docker.volume", "inside the volumes"),
        ],
      },
    ],
  },
  rm: {
    does: ["delete"],
    ...CONTAINER,
    flags: "-f -s --force --stop",
    when: [
      {
        options: "-v --volumes",
        does: [],
        takes: [cascade("Their anonymous volumes", "docker.volume", "mounted in the target")],
      },
    ],
  },
  ...each("stop,kill,restart,pause", {
    does: ["stop"],
    noun: "service",
    type: "docker.service",
    values: "-t -s --timeout --signal",
  }),
};

const VALUES = "-H --host --context -c --config -l --log-level";

export const docker: Cli = {
  names: ["docker", "podman", "nerdctl"],
  provider: "docker",
  reaches: "the Docker host of whoever runs it",
  environment: "-H --host --context",
  unsureWith: "--config --runtime --runtime-flag --conmon --hooks-dir --network-cmd-path",
  helps: "--help",
  values: `${VALUES} -p --project-name --profile --env-file --project-directory`,
  flags: "-D --debug --tls --tlsverify",
  commands: {
    ...COMMANDS,
    ...Object.fromEntries(
      Object.entries(COMPOSE).map(([name, rule]) => [
        `compose ${name}`,
        { ...rule, values: `${rule.values ?? ""} -f --file` },
      ]),
    ),
  },
};

export const dockerCompose: Cli = {
  names: ["docker-compose", "podman-compose"],
  provider: "docker",
  reaches: "the Docker host of whoever runs it",
  environment: "-H --host --context",
  values: `${VALUES} -f --file -p --project-name --profile --env-file --project-directory`,
  commands: COMPOSE,
};
