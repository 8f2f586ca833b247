import { pageContext } from "@/app/_shell/page-context";
import { TextLink } from "@/app/_ui/link";
import { Forbidden } from "@/app/_ui/forbidden";
import { PageHead } from "@/app/_ui/page-head";
import { Property, Properties } from "@/app/_ui/properties";
import { may } from "@/lib/core/permissions";
import { ImportForm } from "./import-form";

export default async function ImportPage() {
  const { actor } = await pageContext();
  if (!may(actor, "users.write"))
    return <Forbidden title="Import users" sentence={`Your role (${actor.role}) does not allow this. An admin can change your role.`} />;
  return (
    <>
      <PageHead title="Import users" above={[{ name: "Users", href: "/users" }]} />
      <div className="flex flex-col gap-8">
        <ImportForm />
        <section aria-labelledby="columns" className="flex max-w-[720px] flex-col gap-3">
          <h2 id="columns" className="font-strong">
            What the file may have
          </h2>
          <p>
            CSV in UTF-8 with commas, semicolons or tabs, 2 MB and 5,000 rows at most. The first row names the columns; what they are can be
            changed in the preview. Nobody is added before you say so.
          </p>
          <Properties>
            <Property name="Username">In every certificate of the person, for ever: ann.smith</Property>
            <Property name="Name">The whole name, or first name and last name in two columns</Property>
            <Property name="E-mail">Optional: where the invitation is mailed to</Property>
            <Property name="Device">Optional: the first device, such as laptop, with its address pair</Property>
          </Properties>
          <p>
            <TextLink href="/runs">Earlier imports and other runs</TextLink>
          </p>
        </section>
      </div>
    </>
  );
}
