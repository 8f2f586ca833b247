import { route } from "@/app/_shell/route";
import { previewSettings } from "@/lib/lifecycle/preview-settings";
import { SettingsBody } from "@/lib/lifecycle/settings-body";
import { PreviewAnswer } from "@/lib/lifecycle/settings-preview";

export const POST = route(
  {
    as: "account",
    summary: "Say what a change of the settings would do to nodes and profiles, without making it",
    body: SettingsBody,
    answer: PreviewAnswer,
  },
  ({ ctx, body }) => previewSettings(ctx, body),
);
