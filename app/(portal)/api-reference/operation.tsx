import Link from "next/link";
import { Copyable } from "@/app/_ui/copyable";
import { Properties, Property } from "@/app/_ui/properties";
import { operationId, whoInWords, type Operation as Facts } from "@/app/_shell/openapi";
import { jsonSchemaOf } from "@/app/_shell/openapi-schema";
import { shapeOf } from "./shape";

function Shape({ text, label }: { text: string; label: string }) {
  return (
    <pre
      role="region"
      tabIndex={0}
      aria-label={label}
      className="max-h-[420px] overflow-auto rounded-control border bg-bg p-3 font-mono text-small"
    >
      {text}
    </pre>
  );
}

/** One operation; what it takes and answers is shown when the address asks for it, so that a link leads to it. */
export function Operation({ facts, open, href }: { facts: Facts; open: boolean; href: string }) {
  const { method, path, spec } = facts;
  const id = operationId(method, path);
  return (
    <div id={id} className="border-b">
      <Link
        href={href}
        prefetch={false}
        scroll={false}
        aria-current={open ? "true" : undefined}
        className="flex min-h-9 flex-wrap items-baseline gap-x-3 py-1.5 hover:bg-line/30 aria-[current]:font-strong"
      >
        <span className="w-14 shrink-0 font-mono text-small text-text-soft">{method}</span>
        <span className="font-mono text-small wrap-anywhere">{path}</span>
        <span className="text-text-soft">{spec.summary}</span>
      </Link>
      {open ? <Details facts={facts} id={id} /> : null}
    </div>
  );
}

function Details({ facts, id }: { facts: Facts; id: string }) {
  const { method, path, spec, route } = facts;
  return (
    <div className="flex flex-col gap-4 pt-1 pb-5 sm:pl-17">
      <Properties>
        <Property name="Who may ask">{whoInWords(facts)}</Property>
        <Property name="Path">
          <Copyable text={path} what={`path of ${id}`} />
        </Property>
        <Property name="Answer">
          {spec.status ?? 200}
          {route.media && method === "GET" ? `, ${[route.media].flat().join(" or ")}` : ""}
        </Property>
      </Properties>
      {spec.query ? (
        <div>
          <p className="mb-1 font-strong">Query</p>
          <Shape text={shapeOf(jsonSchemaOf(spec.query, "input"))} label={`Query of ${id}`} />
        </div>
      ) : null}
      {spec.body ? (
        <div>
          <p className="mb-1 font-strong">Body</p>
          <Shape text={shapeOf(jsonSchemaOf(spec.body, "input"))} label={`Body of ${id}`} />
        </div>
      ) : null}
      {spec.answer ? (
        <div>
          <p className="mb-1 font-strong">JSON of the answer</p>
          <Shape text={shapeOf(jsonSchemaOf(spec.answer, "output"))} label={`Answer of ${id}`} />
        </div>
      ) : null}
    </div>
  );
}
