import { z } from "zod";
import { pageContext } from "@/app/_shell/page-context";
import { queryText } from "@/app/_shell/query";
import { reading } from "@/app/_shell/reading";
import { Breakable } from "@/app/_ui/breakable";
import { Empty } from "@/app/_ui/empty";
import { ExportLinks } from "@/app/_ui/export-links";
import { Forbidden } from "@/app/_ui/forbidden";
import { TextLink } from "@/app/_ui/link";
import { PageHead } from "@/app/_ui/page-head";
import { Pager } from "@/app/_ui/pager";
import { Nothing } from "@/app/_ui/properties";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Moment } from "@/app/_ui/time";
import { listRefusedSignIns, type RefusedSignIn } from "@/lib/accounts/list-refused-sign-ins";
import { readAccount } from "@/lib/accounts/read-account";
import { AuditTabs } from "../audit-tabs";

const PATH = "/audit/refused-sign-ins";
type Search = Promise<{ account?: string | string[]; cursor?: string | string[] }>;

export default async function RefusedSignInsPage({ searchParams }: { searchParams: Search }) {
  const ctx = await pageContext();
  const said = await searchParams;
  const account = z.uuid().safeParse(queryText(said.account)).data;
  const cursor = queryText(said.cursor) || undefined;
  const { value, forbidden } = await reading(
    Promise.all([listRefusedSignIns(ctx, { account, cursor }), account ? readAccount(ctx, account) : null]),
  );
  if (!value) return <Forbidden title="Refused sign-ins" sentence={forbidden} />;
  const [{ rows, next, previous }, only] = value;
  return (
    <>
      <PageHead title="Refused sign-ins" above={[{ name: "Audit", href: "/audit" }]} tabbed />
      <AuditTabs here={PATH} />
      <p className="mb-3 max-w-[720px] text-text-soft">
        Passwords that were wrong in the last 90 days, at sign-in and where somebody changed theirs. What was typed is not kept: an e-mail
        address is shown where an account has it.
      </p>
      {account ? (
        <p className="mb-3 text-text-soft">
          Only {only?.email ?? "an account that is gone"} ·{" "}
          <TextLink href={PATH} className="underline">
            Show every account
          </TextLink>
        </p>
      ) : null}
      {rows.length === 0 ? <None further={Boolean(account ?? cursor)} /> : <Rows rows={rows} />}
      <Pager path={PATH} params={{ account, cursor }} previous={previous} next={next} />
      {rows.length > 0 && !account ? (
        <div className="mt-4">
          <ExportLinks what="refused-sign-ins" />
        </div>
      ) : null}
    </>
  );
}

function None({ further }: { further: boolean }) {
  return (
    <Empty sentence={further ? "Nothing was refused here." : "Nobody was refused. A wrong password at sign-in is listed here."}>
      <TextLink href={further ? PATH : "/accounts"}>{further ? "Show every account" : "See accounts"}</TextLink>
    </Empty>
  );
}

function Rows({ rows }: { rows: readonly RefusedSignIn[] }) {
  return (
    <Table label="Refused sign-ins" columns={[{ name: "When" }, { name: "Account" }, { name: "Source" }]}>
      {rows.map(({ id, at, account, email, source }) => (
        <Row key={id}>
          <HeadCell>
            <Moment at={at} inRow />
          </HeadCell>
          <Cell column="Account">
            {account ? (
              <TextLink href={`/accounts/${account}`}>{email}</TextLink>
            ) : (
              <span className="text-text-soft">Nobody’s address</span>
            )}
          </Cell>
          <Cell column="Source">
            {source ? (
              <span className="font-mono text-small">
                <Breakable text={source} />
              </span>
            ) : (
              <Nothing />
            )}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
