import { pageContext } from "@/app/_shell/page-context";
import { queryText } from "@/app/_shell/query";
import { reading } from "@/app/_shell/reading";
import { Empty } from "@/app/_ui/empty";
import { ExportLinks } from "@/app/_ui/export-links";
import { Forbidden } from "@/app/_ui/forbidden";
import { ButtonLink, TextLink } from "@/app/_ui/link";
import { PageHead } from "@/app/_ui/page-head";
import { Pager } from "@/app/_ui/pager";
import { Nothing } from "@/app/_ui/properties";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Day } from "@/app/_ui/time";
import { listOutdatedProfiles } from "@/lib/nodes/list-outdated-profiles";
import { outdatedWords } from "../outdated-words";

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function OutdatedProfilesPage({ searchParams }: { searchParams: Search }) {
  const ctx = await pageContext();
  const cursor = queryText((await searchParams).cursor) || undefined;
  const { value: page, forbidden } = await reading(listOutdatedProfiles(ctx, { cursor }));
  if (!page) return <Forbidden title="Outdated profiles" sentence={forbidden} />;
  return (
    <>
      <PageHead
        title="Outdated profiles"
        above={[
          { name: "Nodes", href: "/nodes" },
          { name: "Remotes", href: "/nodes/remotes" },
        ]}
      />
      {page.rows.length === 0 ? (
        <Empty sentence={cursor ? "There is nobody on this page." : "Every profile in use has the remotes in force."}>
          <ButtonLink href="/nodes/remotes">Show remotes</ButtonLink>
        </Empty>
      ) : (
        <>
          <p className="mb-6 max-w-[720px]">
            <b className="font-strong">{outdatedWords(page)}.</b> A profile that is out goes on working with the remotes that it has. Send
            its owner to{" "}
            <TextLink href="/profile" className="underline">
              the page for profiles
            </TextLink>
            , where the browser puts the new remotes into the old file and keeps its key; or renew the device.
          </p>
          <Table label="Outdated profiles" columns={[{ name: "Profile" }, { name: "User" }, { name: "Device" }, { name: "Made" }]}>
            {page.rows.map(({ commonName, username, userName, device, issuedAt }) => (
              <Row key={commonName}>
                <HeadCell>
                  <TextLink href={`/users/${username}`} className="font-mono text-small break-all">
                    {commonName}
                  </TextLink>
                </HeadCell>
                <Cell column="User">{userName}</Cell>
                <Cell column="Device">{device}</Cell>
                <Cell column="Made">{issuedAt ? <Day at={issuedAt} inRow /> : <Nothing />}</Cell>
              </Row>
            ))}
          </Table>
          <Pager path="/nodes/remotes/outdated" params={{ cursor }} previous={page.previous} next={page.next} />
          <div className="mt-4">
            <ExportLinks what="outdated-profiles" />
          </div>
        </>
      )}
    </>
  );
}
