import { Empty } from "@/app/_ui/empty";
import { Section } from "@/app/_ui/page-head";
import type { Paged } from "@/lib/core/cursor";
import type { PastSession } from "@/lib/nodes/read-past-sessions";
import { SessionTable } from "../../vpn-sessions/session-table";
import { TwoPager } from "./two-pager";

type Props = { page: Paged<PastSession>; path: string; params: Record<string, string | undefined>; days: number };

/** VPN sessions that have ended; those of now stand at their device. */
export function PastSessions({ page, path, params, days }: Props) {
  return (
    <Section id="past-sessions" title="Past VPN sessions">
      {page.rows.length === 0 ? (
        <Empty
          sentence={days === 0 ? "The settings keep no history of VPN sessions." : `No VPN session has ended in the last ${days} days.`}
        />
      ) : (
        <SessionTable
          label="Past VPN sessions"
          sessions={page.rows.map((session) => ({ ...session, key: session.id }))}
          columns={["profile", "node", "from", "began", "ended", "received", "sent"]}
        />
      )}
      <TwoPager label="Pages of VPN sessions" name="sessions" path={path} params={params} page={page} hash="past-sessions" />
    </Section>
  );
}
