// For tests: the programs that judge what this folder makes, and an authority made by it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { issuingCertificate, rootCertificate } from "./authority";
import { generateP256 } from "./keys";
import { toPem } from "./pem";

/** Whether a program is installed. The test runner installs them all; where it cannot, tests say skipped. */
export const has = (program: string): boolean => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

export interface Verdict {
  ok: boolean;
  text: string;
}

export function ask(program: string, args: string[], input?: string | Uint8Array): Verdict {
  const run = spawnSync(program, args, { input, encoding: "utf8", timeout: 30_000, env: { ...process.env, TZ: "UTC", LC_ALL: "C" } });
  return { ok: run.status === 0, text: `${run.stdout}${run.stderr}${run.error ?? ""}` };
}

/** A folder that goes with the test file's process. */
export function folder(): { put: (name: string, text: string | Uint8Array) => string; remove: () => void; path: string } {
  const at = mkdtempSync(path.join(tmpdir(), "homeport-pki-"));
  return {
    path: at,
    put(name, text) {
      const file = path.join(at, name);
      writeFileSync(file, text);
      return file;
    },
    remove: () => rmSync(at, { recursive: true, force: true }),
  };
}

export const serial = (n: number): string => n.toString(16).padStart(39, "0").replace(/^/, "1");

/** Root, issuing CA and keys of a cluster that began at `now`. */
export function authority(clusterName = "Harbour", now = new Date(), generation = 1) {
  const root = generateP256();
  const issuing = generateP256();
  const rootDer = rootCertificate({ clusterName, serial: serial(1), privateKey: root.privateKey, now });
  const issuingDer = issuingCertificate({
    clusterName,
    generation,
    serial: serial(2),
    spki: issuing.spki,
    rootCertificate: rootDer,
    rootKey: root.privateKey,
    now,
  });
  const rootPem = toPem("CERTIFICATE", rootDer);
  const issuingPem = toPem("CERTIFICATE", issuingDer);
  return { root, issuing, rootDer, issuingDer, rootPem, issuingPem, chainPem: issuingPem + rootPem };
}
