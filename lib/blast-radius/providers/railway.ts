import type { Provider } from "./provider";

const CONTENT = {
  topic: "records",
  what: "How much data is lost?",
  why: "The request names {target} and nothing inside it, and Countersign can't look into it.",
  resolve: "Look at its size in Railway's dashboard, and count in the database that lives on it.",
} as const;
const WHICH_ENVIRONMENT = {
  topic: "environment",
  what: "Which environments does {target} belong to?",
  why: "The request carries an id only; an id says nothing of its environment.",
  resolve: "Look {target} up in Railway's dashboard and compare the environment it is shown under.",
} as const;
const COPY_ELSEWHERE = {
  topic: "recovery",
  what: "Is there a copy outside of Railway, and was it ever restored?",
  why: "No recovery point of {target} is registered.",
  resolve: "Ask its owner for the last dump, where it lies, and when a restore was last tested.",
} as const;
const NOT_SHOWN_UNDOABLE = {
  value: "unknown",
  because: "Nothing observed shows that Railway can bring it back.",
  disputed: false,
} as const;
const VOLUMES_WITHIN = {
  name: "Volumes inside it, with their backups",
  type: "railway.volume",
  role: "cascade",
  stateful: true,
  via: "belongs to the target",
} as const;
const BACKUPS_GO_TOO = {
  name: "Backups of the volumes inside it",
  survives: "no",
  why: "Railway keeps a volume's backups inside the volume: they go with it.",
} as const;

/** Railway's public GraphQL API, as far as it destroys. */
export const railway: Provider = {
  name: "railway",
  title: "Railway",
  version: "1",
  mutations: {
    volumeDelete: {
      effects: ["delete", "recovery_removal"],
      noun: "volume",
      resourceType: "railway.volume",
      target: "volumeId",
      environment: null,
      stateful: true,
      takes: [
        {
          name: "All backups of the volume",
          type: "railway.volume_backup",
          role: "recovery_point",
          stateful: true,
          via: "kept inside the volume",
        },
      ],
      recoveryPoints: [
        {
          name: "Backups of the volume",
          survives: "no",
          why: "Railway keeps a volume's backups inside the volume: they are deleted with it.",
        },
        {
          name: "Railway's 48-hour restore window",
          survives: "unknown",
          why: "Railway's documents contradict each other on whether a volume deleted by the API can be restored; it was not observed.",
        },
      ],
      reversibility: {
        value: "irreversible",
        because:
          "The backups are deleted with the volume, and Railway's documents contradict each other on a 48-hour restore window. Until one is observed, it counts as irreversible.",
        disputed: true,
      },
      unknowns: [
        CONTENT,
        WHICH_ENVIRONMENT,
        {
          what: "Does Railway hold a deleted volume for 48 hours?",
          why: "Its documents say both yes and no.",
          resolve: "Ask Railway's support in writing before approving; don't count on it.",
        },
        COPY_ELSEWHERE,
        {
          topic: "dependents",
          what: "Which services lose their store?",
          why: "The request doesn't say what mounts {target}.",
          resolve: "Look in Railway's dashboard which services the volume is attached to.",
        },
      ],
    },
    volumeInstanceBackupDelete: {
      effects: ["recovery_removal"],
      noun: "volume backup",
      resourceType: "railway.volume_backup",
      target: "volumeInstanceBackupId",
      environment: null,
      stateful: true,
      takes: [],
      recoveryPoints: [
        {
          name: "This backup",
          survives: "no",
          why: "It is what the request deletes.",
        },
      ],
      reversibility: {
        value: "irreversible",
        because: "A deleted backup can't be made again: the moment it was taken has passed.",
        disputed: false,
      },
      unknowns: [
        {
          what: "What other backups does the volume have?",
          why: "The request names one backup; the others weren't listed.",
          resolve: "List the volume's backups in Railway's dashboard before approving.",
        },
      ],
    },
    volumeInstanceBackupRestore: {
      effects: ["overwrite"],
      noun: "volume",
      resourceType: "railway.volume",
      target: "volumeInstanceId",
      environment: null,
      stateful: true,
      takes: [],
      recoveryPoints: [],
      reversibility: NOT_SHOWN_UNDOABLE,
      unknowns: [
        {
          what: "What was written since the backup was taken?",
          why: "A restore replaces what is in the volume now.",
          resolve: "Compare the backup's age with the newest data, and take a backup first.",
        },
        WHICH_ENVIRONMENT,
      ],
    },
    environmentDelete: {
      effects: ["delete", "recovery_removal"],
      noun: "environment",
      resourceType: "railway.environment",
      target: "id",
      environment: "id",
      stateful: null,
      takes: [
        {
          name: "Every service instance in it",
          type: "railway.service_instance",
          role: "cascade",
          stateful: false,
          via: "belongs to the target",
        },
        VOLUMES_WITHIN,
      ],
      recoveryPoints: [BACKUPS_GO_TOO],
      reversibility: NOT_SHOWN_UNDOABLE,
      unknowns: [
        {
          what: "What is in the environment?",
          why: "The request names the environment's id only; everything in it goes along.",
          resolve: "Open the environment in Railway's dashboard and list its services and volumes.",
        },
        COPY_ELSEWHERE,
      ],
    },
    projectDelete: {
      effects: ["delete", "recovery_removal"],
      noun: "project",
      resourceType: "railway.project",
      target: "id",
      environment: null,
      stateful: null,
      takes: [
        {
          name: "Every environment of the project, production too",
          type: "railway.environment",
          role: "cascade",
          stateful: null,
          via: "belongs to the target",
        },
        VOLUMES_WITHIN,
      ],
      recoveryPoints: [BACKUPS_GO_TOO],
      reversibility: NOT_SHOWN_UNDOABLE,
      unknowns: [
        {
          what: "What is in the project?",
          why: "The request names the project's id only; all of its environments go along.",
          resolve: "Open the project in Railway's dashboard and list what every environment holds.",
        },
        COPY_ELSEWHERE,
      ],
    },
    projectScheduleDelete: {
      effects: ["delete", "recovery_removal"],
      noun: "project",
      resourceType: "railway.project",
      target: "id",
      environment: null,
      stateful: null,
      takes: [VOLUMES_WITHIN],
      recoveryPoints: [BACKUPS_GO_TOO],
      reversibility: NOT_SHOWN_UNDOABLE,
      unknowns: [
        {
          what: "Until when can the scheduled deletion be cancelled?",
          why: "The request schedules it and doesn't say for when.",
          resolve: "Ask who schedules it, and note how to cancel it in Railway's dashboard.",
        },
        COPY_ELSEWHERE,
      ],
    },
    serviceDelete: {
      effects: ["delete"],
      noun: "service",
      resourceType: "railway.service",
      target: "id",
      environment: "environmentId",
      stateful: null,
      takes: [],
      recoveryPoints: [],
      reversibility: NOT_SHOWN_UNDOABLE,
      unknowns: [
        {
          what: "What happens to the service's volume?",
          why: "The request doesn't say whether one is attached.",
          resolve: "Look in Railway's dashboard whether the service has a volume, and back it up.",
        },
      ],
    },
    pluginDelete: {
      effects: ["delete", "recovery_removal"],
      noun: "database plugin",
      resourceType: "railway.plugin",
      target: "id",
      environment: "environmentId",
      stateful: true,
      takes: [],
      recoveryPoints: [BACKUPS_GO_TOO],
      reversibility: NOT_SHOWN_UNDOABLE,
      unknowns: [CONTENT, COPY_ELSEWHERE],
    },
  },
};
