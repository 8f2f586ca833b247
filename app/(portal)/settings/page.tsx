import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Forbidden } from "@/app/_ui/forbidden";
import { Notice } from "@/app/_ui/notice";
import { PageHead } from "@/app/_ui/page-head";
import { Properties, Property } from "@/app/_ui/properties";
import { may } from "@/lib/core/permissions";
import { readClusterSettings } from "@/lib/lifecycle/read-settings";
import { SETTING_NAMES } from "@/lib/lifecycle/settings-body";
import { settingLabel, settingValue } from "./setting-words";
import { SettingsForm } from "./settings-form";
import { SettingsTabs } from "./settings-tabs";

export default async function SettingsPage() {
  const ctx = await pageContext();
  const { value: settings, forbidden } = await reading(readClusterSettings(ctx));
  if (!settings) return <Forbidden title="Settings" sentence={forbidden} />;
  return (
    <>
      <PageHead title="Settings" />
      <SettingsTabs here="/settings" />
      {may(ctx.actor, "settings.write") ? (
        <SettingsForm settings={settings} />
      ) : (
        <>
          <div className="mb-6">
            <Notice>
              <p>Only an admin changes these. Your role ({ctx.actor.role}) sees them.</p>
            </Notice>
          </div>
          <Properties>
            {SETTING_NAMES.map((name) => (
              <Property key={name} name={settingLabel(name)}>
                <span className="break-words">{settingValue(settings[name])}</span>
              </Property>
            ))}
          </Properties>
        </>
      )}
    </>
  );
}
