import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const checkout = path.resolve(import.meta.dirname, "..");

test("portal.6 docs/screens has every page at three widths and in both themes, with 3 and with 3,000 users", () => {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "app"], {
    cwd: checkout,
    encoding: "utf8",
  });
  const pages = listed
    .split("\n")
    .filter((file) => file.endsWith("/page.tsx") && existsSync(path.join(checkout, file)))
    .map((file) =>
      file
        .replace(/^app\//, "")
        .replaceAll(/\([^)]+\)\//g, "")
        .replace(/\/?page\.tsx$/, ""),
    );
  expect(pages.length).toBeGreaterThan(30);
  const names = pages.map((page) => (page === "" ? "overview" : page.replaceAll("/", " ").replaceAll(/[[\]]/g, "")));
  const gone = [3, 3_000].flatMap((users) =>
    [1280, 768, 390].flatMap((width) =>
      ["light", "dark"].flatMap((theme) =>
        names
          .map((name) => `docs/screens/${users} users/${width} ${theme}/${name}.webp`)
          .filter((file) => !existsSync(path.join(checkout, file)) || statSync(path.join(checkout, file)).size < 1_000),
      ),
    ),
  );
  expect(gone).toEqual([]);
});
