import { cascade, type HttpProvider } from "../provider";

const PROJECT = {
  does: ["delete"],
  noun: "project",
  type: "vercel.project",
  id: "{project}",
  stateful: true,
  takes: [
    cascade(
      "Its deployments, domains and environment variables",
      "vercel.deployment",
      "belongs to the target",
    ),
  ],
} as const;

/** Vercel's REST API, as far as it destroys. */
export const vercel: HttpProvider = {
  name: "vercel",
  title: "Vercel",
  hosts: ["api.vercel.com"],
  routes: {
    "DELETE /v9/projects/{project}": PROJECT,
    "DELETE /v10/projects/{project}": PROJECT,
    "DELETE /v13/deployments/{deployment}": {
      does: ["delete"],
      noun: "deployment",
      type: "vercel.deployment",
      id: "{deployment}",
      stateful: false,
    },
    "DELETE /v9/projects/{project}/env/{variable}": {
      does: ["delete"],
      noun: "environment variable",
      type: "vercel.environment_variable",
      id: "{project}/{variable}",
      stateful: true,
    },
    "DELETE /v6/domains/{domain}": {
      does: ["delete"],
      noun: "domain",
      type: "vercel.domain",
      id: "{domain}",
      stateful: true,
    },
    "DELETE /v1/storage/stores/blob/{store}": {
      does: ["delete"],
      noun: "blob store",
      type: "vercel.blob_store",
      id: "{store}",
      stateful: true,
    },
  },
};
