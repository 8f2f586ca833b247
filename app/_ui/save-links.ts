import { problemOf } from "@/app/_shell/client";
import { saveText } from "./save-text";
import { say } from "./say";

/** Has new invitation links made and saves them as a file, which is shown nowhere else. Null when it is there, else why it is not. */
export async function saveLinks(path: string, body: unknown): Promise<string | null> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      cache: "no-store",
    });
    if (!response.ok) return problemOf(response, await response.json().catch(() => null)).detail;
    // Reading it takes the mark away by which Excel knows UTF-8.
    saveText("invitations.csv", `\uFEFF${await response.text()}`, "text/csv");
    say("Links downloaded");
    return null;
  } catch {
    return "The portal did not answer to the end. Links that were made are replaced when you download them again.";
  }
}
