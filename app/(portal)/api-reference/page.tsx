import { apiRoutes } from "@/app/_shell/api";
import { INTRODUCTION, operationId, operationsOf, whoInWords } from "@/app/_shell/openapi";
import { TAGS } from "@/app/_shell/openapi-tags";
import { pageContext } from "@/app/_shell/page-context";
import { queryText } from "@/app/_shell/query";
import { buttonClass } from "@/app/_ui/button";
import { matches } from "@/app/_ui/commands";
import { Copyable } from "@/app/_ui/copyable";
import { Empty } from "@/app/_ui/empty";
import { TextLink } from "@/app/_ui/link";
import { listUrl } from "@/app/_ui/list-url";
import { PageHead, Section } from "@/app/_ui/page-head";
import { SearchBox } from "@/app/_ui/search-box";
import { env } from "@/lib/env";
import { Operation } from "./operation";

export default async function ApiReferencePage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  await pageContext();
  const asked = await searchParams;
  const [search, shown] = [queryText(asked.q), queryText(asked.show)];
  const found = operationsOf(apiRoutes()).filter((operation) =>
    matches(search, `${operation.method} ${operation.path} ${operation.tag} ${operation.spec.summary ?? ""} ${whoInWords(operation)}`),
  );
  const tags = Object.keys(TAGS).filter((tag) => found.some((operation) => operation.tag === tag));
  return (
    <>
      <PageHead
        title="API reference"
        above={[
          { name: "Accounts", href: "/accounts" },
          { name: "API tokens", href: "/accounts/tokens" },
        ]}
        count={found.length}
        actions={
          <a href="/api/v1/openapi.json" download="openapi.json" className={buttonClass()}>
            Download openapi.json
          </a>
        }
      />
      <div className="mb-6 flex max-w-[720px] flex-col gap-3">
        <p>{INTRODUCTION.replaceAll("`", "")}</p>
        <Copyable text={`curl -H "Authorization: Bearer $HOMEPORT_TOKEN" ${env().url.origin}/api/v1/users`} what="example" />
        <p className="text-text-soft">
          Tokens are made under{" "}
          <TextLink href="/accounts/tokens" className="underline">
            API tokens
          </TextLink>
          . The same on the command line: npm run homeport -- --help.
        </p>
      </div>
      <SearchBox label="Search the API" placeholder="Path, verb or permission" value={search} />
      {tags.length === 0 ? (
        <Empty sentence={`No operations match “${search}”.`}>
          <TextLink href="/api-reference">Clear search</TextLink>
        </Empty>
      ) : (
        tags.map((tag) => (
          <Section key={tag} id={`tag-${tag.toLowerCase().replaceAll(" ", "-")}`} title={tag}>
            <p className="mb-2 text-text-soft">{TAGS[tag]}</p>
            <div className="border-t">
              {found
                .filter((operation) => operation.tag === tag)
                .map((operation) => {
                  const id = operationId(operation.method, operation.path);
                  const open = id === shown;
                  const href = listUrl("/api-reference", { q: search, show: open ? "" : id });
                  return <Operation key={id} facts={operation} open={open} href={href} />;
                })}
            </div>
          </Section>
        ))
      )}
    </>
  );
}
