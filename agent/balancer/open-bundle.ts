// A balancer's bundle: its own probe key, and whom it stands before. Pure.
import { z } from "zod";
import type { SignedBundle } from "../../lib/nodes/bundle";
import { BalancerSettings } from "../../lib/nodes/node-settings";
import { openEnvelope, refusedBundle, type Expected } from "../bundle-envelope";
import { readProbeKey, type ProbeKey } from "./reset-packet";

export type OpenedBundle = { epoch: number; revision: number; digest: string; key: ProbeKey; settings: BalancerSettings };

const Settings = z.object({ balancer: BalancerSettings });

/** Checks everything before anything is used; a sentence when it was refused. */
export function openBalancerBundle(signed: SignedBundle, expected: Expected): OpenedBundle | string {
  const answer = openEnvelope(signed, expected, "balancer");
  if (!answer.ok) return answer.why;
  const { payload } = answer;
  const refused = (why: string): string => {
    const said = refusedBundle(why, "balancer");
    return said.ok ? "" : said.why;
  };
  const [file, second] = payload.files;
  if (file?.path !== "probe.key" || second) return refused("a balancer has one file, probe.key");
  const settings = Settings.safeParse(payload.settings);
  if (!settings.success) {
    const [issue] = settings.error.issues;
    return refused(`its settings are not a balancer's: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim());
  }
  try {
    const key = readProbeKey(file.content);
    return { epoch: payload.epoch, revision: payload.to, digest: payload.digest, key, settings: settings.data.balancer };
  } catch (error) {
    return refused(`probe.key: ${error instanceof Error ? error.message : "it cannot be read"}`);
  }
}
