"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import { newKey, send } from "@/app/_shell/client";
import { useReady } from "@/app/_shell/use-send";
import { TextLink } from "@/app/_ui/link";
import { say } from "@/app/_ui/say";
import { State } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { toast } from "@/app/_ui/toast";
import type { RemoteFacts } from "@/lib/nodes/list-remotes";
import { MoveButton } from "./move-button";

/** The list in its order, which two buttons of each row change: the focus stays on the one that was pressed. */
export function RemotesTable({ remotes, noWrite }: { remotes: readonly RemoteFacts[]; noWrite: string | null }) {
  const router = useRouter();
  const ready = useReady();
  const [moving, setMoving] = useState<string | null>(null);
  // Until the list is there in its new order, a second press would speak of the old one.
  const [coming, startLook] = useTransition();
  const pressed = useRef<string | null>(null);
  const order = remotes.map(({ id }) => id).join();

  useEffect(() => {
    if (pressed.current) document.getElementById(pressed.current)?.focus();
    pressed.current = null;
  }, [order]);

  async function move(remote: RemoteFacts, way: "up" | "down", place: number) {
    if (moving !== null || coming) return;
    setMoving(`${way}-${remote.id}`);
    const body = { version: remote.version, place };
    const answer = await send("POST", `/api/v1/remotes/${remote.id}/move`, body, { idempotencyKey: newKey() });
    if (answer.ok) {
      say(`${remote.address} is at place ${place} of ${remotes.length} now`);
      pressed.current = `${way}-${remote.id}`;
    } else toast({ sentence: answer.problem.detail, tone: "bad" });
    startLook(() => {
      router.refresh();
      setMoving(null);
    });
  }

  return (
    <Table
      label="Remotes"
      columns={[
        { name: "Address" },
        { name: "Leads to" },
        { name: "State" },
        { name: "Weight", number: true },
        { name: "Place", number: true },
        { name: "Order" },
      ]}
    >
      {remotes.map((remote, i) => {
        const of = { what: `${remote.address} ${remote.proto} ${remote.port}`, noWrite, ready };
        return (
          <Row key={remote.id}>
            <HeadCell>
              <TextLink href={`/nodes/remotes/${remote.id}`} className="font-mono text-small font-strong wrap-anywhere">
                {remote.address}
              </TextLink>{" "}
              <span className="font-mono text-small text-text-soft">
                {remote.proto} {remote.port}
              </span>
            </HeadCell>
            <Cell column="Leads to">
              <TextLink href={`/nodes/${remote.of.kind === "node" ? "" : "balancers/"}${remote.of.name}`} className="underline">
                {remote.of.name}
              </TextLink>
              {remote.of.kind === "balancer" ? <span className="text-text-soft"> load balancer</span> : null}
            </Cell>
            <Cell column="State">
              {remote.why === null ? <State tone="good" word="Listed" /> : <State tone="attention" word={remote.why} />}
            </Cell>
            <Cell column="Weight" number>
              {remote.weight}
            </Cell>
            <Cell column="Place" number>
              {i + 1}
            </Cell>
            <Cell column="Order">
              {(["up", "down"] as const).map((way) => {
                const id = `${way}-${remote.id}`;
                const end = way === "up" ? i === 0 : i === remotes.length - 1;
                const move_ = () => void move(remote, way, way === "up" ? i : i + 2);
                return <MoveButton key={way} id={id} way={way} end={end} busy={moving === id} press={move_} {...of} />;
              })}
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}
