import type { SettingsPreview } from "@/lib/lifecycle/settings-preview";
import { Diff } from "./diff";
import { settingEffect, settingLabel, settingValue } from "./setting-words";

const and = new Intl.ListFormat("en-GB");

/** The change in words, then the lines of server.conf and of new profiles before and after. */
export function WhatWillChange({ preview }: { preview: SettingsPreview }) {
  const effects = preview.changes.flatMap(({ name }) => settingEffect(name) ?? []);
  const restarts = preview.serverConf.flatMap(({ nodes }) => nodes);
  return (
    <div className="flex flex-col gap-3">
      <dl className="flex flex-col gap-2">
        {preview.changes.map(({ name, before, after }) => (
          <div key={name}>
            <dt className="font-strong">{settingLabel(name)}</dt>
            <dd className="break-words">
              <span className="text-text-soft">{settingValue(before)}</span> <span aria-label="becomes">→</span> {settingValue(after)}
            </dd>
          </div>
        ))}
      </dl>
      {effects.length > 0 ? (
        <ul className="flex list-disc flex-col gap-1 pl-5 text-text-soft">
          {effects.map((effect) => (
            <li key={effect}>{effect}</li>
          ))}
        </ul>
      ) : null}
      {restarts.length > 0 ? (
        <p>
          <b className="font-strong">OpenVPN restarts on {and.format(restarts)}</b>
          {restarts.length > 1 ? ", one after the other, each when the one before is healthy" : ""}. VPN sessions there end, and clients
          come back by themselves within seconds.
        </p>
      ) : preview.nodesMustSee ? (
        <p>No node has a line that changes; those that join later get it.</p>
      ) : (
        <p>No node and no profile changes.</p>
      )}
      {preview.serverConf.map(({ nodes, lines }) => (
        <div key={nodes.join()} className="flex flex-col gap-1">
          <p className="text-small text-text-soft">server.conf of {and.format(nodes)}</p>
          <Diff label={`server.conf of ${and.format(nodes)}`} lines={lines} />
        </div>
      ))}
      {preview.profile.length > 0 ? (
        <div className="flex flex-col gap-1">
          <p className="text-small text-text-soft">Profiles that are made from now on; those that people have stay as they are</p>
          <Diff label="New profiles" lines={preview.profile} />
        </div>
      ) : null}
    </div>
  );
}
