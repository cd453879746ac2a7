/** Offered where there is no policy yet: useful as it is, and an example of each kind of rule. */
export const STARTER = `# Every rule whose condition holds applies, and of each part the strictest wins.
# The built-in rule always applies too: as many approvals as the environment asks for.
version: countersign.policy/1

rules:
  - name: production data
    when: >-
      environment.kind == "production" &&
      (effects.delete || effects.truncate || effects.replace || effects.overwrite)
    require:
      approvals: 2
      step_up: passkey
      typed_confirmation: true
      objection_window: 5m

  - name: no copy would be left
    when: environment.kind == "production" && effects.delete && !recovery.survives
    require:
      approvals: 3
      comment: true

  - name: the agent is mistaken
    when: contradictions > 0
    require:
      step_up: passkey
      comment: true

  - name: backups are never removed by an agent
    when: effects.recovery_removal
    deny: Backups are removed by people, not by agents. Ask the platform team.

  - name: restarts outside of production
    when: >-
      environment.kind in ["staging", "development"] && reversible &&
      risk == "low" && unknowns == 0
    allow: true
`;
