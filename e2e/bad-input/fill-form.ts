import { expect, type Locator, type Page } from "@playwright/test";

/** What a form did with what was typed into one of its fields. */
export type Outcome =
  | { is: "accepted" }
  /** `under` has the sentence under each field; `form` what is said of the whole form. */
  | { is: "refused"; under: Record<string, string>; form: string; kept: boolean }
  | { is: "silent" };

const TEXT = "input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not([type=file]):not([hidden]), textarea";

export const formOf = (page: Page, submit: string): Locator =>
  page.locator("form").filter({ has: page.getByRole("button", { name: submit, exact: true }) });

/** The names of a form's fields that are typed into. */
export async function textFieldsOf(form: Locator): Promise<string[]> {
  return form.locator(TEXT).evaluateAll((all) => [...new Set(all.map((one) => one.getAttribute("name") ?? ""))].filter(Boolean));
}

/** Opens the page anew, and the dialog; the form's script is there when this returns. */
export async function openForm(page: Page, at: string, submit: string, open?: string): Promise<Locator> {
  // An address that differs behind # only would not be loaded again.
  await page.goto("about:blank");
  await page.goto(at);
  if (open) {
    await page.getByRole("button", { name: open, exact: true }).first().click();
    const dialog = page.getByRole("dialog").filter({ has: page.getByRole("button", { name: submit, exact: true }) });
    await expect(dialog).toBeVisible();
    return dialog.locator("form").first();
  }
  const form = formOf(page, submit).first();
  await expect(form.getByRole("button", { name: submit, exact: true })).toBeEnabled();
  return form;
}

/** Types, sends and waits for what the form says. What is typed comes in one piece, as from a clipboard. */
export async function tryField(form: Locator, right: Record<string, string>, field: string, text: string): Promise<Outcome> {
  return form.evaluate(
    async (element, asked): Promise<Outcome> => {
      // The form is one: openForm has looked for it.
      const found = element as HTMLFormElement;
      const control = (name: string) => found.elements.namedItem(name);
      const type = (name: string, value: string) => {
        const one = control(name);
        if (!(one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement || one instanceof HTMLSelectElement)) return;
        // As a person's typing does: past React's own copy of the value.
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(one), "value")?.set?.call(one, value);
        one.dispatchEvent(new Event("input", { bubbles: true }));
        one.dispatchEvent(new Event("change", { bubbles: true }));
      };
      const valueOf = () => {
        const one = control(asked.field);
        return one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement ? one.value : null;
      };
      // What an earlier entry left in other fields is gone.
      for (const one of found.elements)
        if ((one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement) && one.name && one.value !== one.defaultValue)
          if (!["radio", "checkbox", "file", "hidden"].includes(one.type)) type(one.name, one.defaultValue);
      for (const [name, value] of Object.entries(asked.right)) type(name, value);
      type(asked.field, asked.text);
      const typed = valueOf();
      let status = 0;
      const before = window.fetch;
      window.fetch = async (...given) => {
        const answer = await before(...given);
        if (String(given[0]).startsWith("/api/")) status = answer.status;
        return answer;
      };
      const frames = (n: number) =>
        new Promise<void>((resolve) => {
          const step = (left: number) => (left === 0 ? resolve() : void requestAnimationFrame(() => step(left - 1)));
          step(n);
        });
      const underOf = () =>
        Object.fromEntries(
          [...found.querySelectorAll("[aria-invalid=true]")].map((one) => [
            one.getAttribute("name") ?? "",
            (one.getAttribute("aria-describedby") ?? "")
              .split(" ")
              .filter((id) => id.endsWith("-error"))
              .map((id) => document.getElementById(id)?.textContent ?? "")
              .join(" "),
          ]),
        );
      const alertOf = () => found.querySelector("[role=alert]")?.textContent ?? "";
      await frames(1);
      found.requestSubmit();
      for (const end = Date.now() + 8_000; Date.now() < end; ) {
        await frames(2);
        const busy = found.querySelector("[aria-busy=true]") !== null;
        const refused = { is: "refused" as const, under: underOf(), form: alertOf(), kept: valueOf() === typed };
        if (!busy && (Object.keys(refused.under).length > 0 || refused.form)) {
          window.fetch = before;
          return refused;
        }
        if (!found.isConnected || (status >= 200 && status < 300) || (!busy && document.querySelector("dialog[open] pre, [role=status] a")))
          return { is: "accepted" };
      }
      return { is: "silent" };
    },
    { right, field, text },
  );
}
