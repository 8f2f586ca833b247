const words: Record<string, string> = {
  "authority.export-root-key": "Root key downloaded",
  "authority.take-root-offline": "Root key taken off the server",
  "cluster.set-up": "Cluster set up",
  "device.add": "Device added",
  "device.revoke": "Device revoked",
  "invitation.make": "Invited again",
  "invitation.use": "Profile made",
  "invitation.withdraw": "Invitation withdrawn",
  "node.add": "Node added",
  "node.enrol": "Node joined",
  "node.join-token": "New join command",
  "node.remove": "Node removed",
  "node.renew-certificate": "Node certificate renewed",
  "user.add": "User added",
  "user.offboard": "User offboarded",
};

/** An action of the audit log as a person would say it; one that is not known here stays as it is written. */
export const actionWords = (action: string): string => words[action] ?? action;
