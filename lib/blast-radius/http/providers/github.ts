import { cascade, lost, unclear, type HttpProvider } from "../provider";

/** GitHub's REST API, as far as it destroys. */
export const github: HttpProvider = {
  name: "github",
  title: "GitHub",
  hosts: ["api.github.com"],
  graphql: ["/graphql"],
  routes: {
    "DELETE /repos/{owner}/{repo}": {
      does: ["delete"],
      noun: "repository",
      type: "github.repository",
      id: "{owner}/{repo}",
      stateful: true,
      takes: [
        cascade(
          "Its issues, pull requests, releases and settings",
          "github.repository_content",
          "belongs to the target",
        ),
      ],
      undo: unclear(
        "GitHub restores some deleted repositories for a while; nothing observed says this one.",
      ),
    },
    "DELETE /repos/{owner}/{repo}/git/refs/{kind}/{ref}": {
      does: ["delete"],
      noun: "ref",
      type: "github.ref",
      id: "{owner}/{repo}/{kind}/{ref}",
      stateful: true,
    },
    "PATCH /repos/{owner}/{repo}/git/refs/{kind}/{ref}": {
      does: ["overwrite"],
      noun: "ref",
      type: "github.ref",
      id: "{owner}/{repo}/{kind}/{ref}",
      stateful: true,
    },
    "DELETE /repos/{owner}/{repo}/branches/{branch}/protection": {
      does: ["permission_change"],
      noun: "branch protection",
      type: "github.branch_protection",
      id: "{owner}/{repo}/{branch}",
      stateful: false,
    },
    "DELETE /repos/{owner}/{repo}/releases/{release}": {
      does: ["delete"],
      noun: "release",
      type: "github.release",
      id: "{owner}/{repo}/{release}",
      stateful: true,
      undo: lost("The files attached to a release go with it."),
    },
    "DELETE /repos/{owner}/{repo}/environments/{environment}": {
      does: ["delete"],
      noun: "environment",
      type: "github.environment",
      id: "{owner}/{repo}/{environment}",
      stateful: true,
      takes: [
        cascade("Its secrets, variables and rules", "github.secret", "belongs to the target"),
      ],
    },
    "DELETE /orgs/{org}": {
      does: ["delete"],
      noun: "organization",
      type: "github.organization",
      id: "{org}",
      stateful: true,
      takes: [cascade("All its repositories", "github.repository", "belongs to the target")],
      undo: unclear("Deleted in the background; nothing observed says that it can be stopped."),
    },
    "DELETE /orgs/{org}/members/{user}": {
      does: ["permission_change"],
      noun: "membership",
      type: "github.membership",
      id: "{org}/{user}",
      stateful: false,
    },
    "DELETE /repos/{owner}/{repo}/collaborators/{user}": {
      does: ["permission_change"],
      noun: "collaborator",
      type: "github.collaborator",
      id: "{owner}/{repo}/{user}",
      stateful: false,
    },
    "POST /repos/{owner}/{repo}/issues": {
      does: [],
      noun: "issue",
      type: "github.issue",
      id: "{owner}/{repo}",
      stateful: false,
    },
    "POST /repos/{owner}/{repo}/issues/{number}/comments": {
      does: [],
      noun: "comment",
      type: "github.comment",
      id: "{owner}/{repo}/{number}",
      stateful: false,
    },
    "POST /repos/{owner}/{repo}/pulls": {
      does: [],
      noun: "pull request",
      type: "github.pull_request",
      id: "{owner}/{repo}",
      stateful: false,
    },
  },
};
