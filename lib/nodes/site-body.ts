import { z } from "zod";
import { version, versionOrText } from "@/lib/core/version";
import { siteName } from "./naming";

export const AddSiteBody = z.strictObject({ name: siteName });
export const RenameSiteBody = z.strictObject({ version, name: siteName });
export const RemoveSiteBody = z.strictObject({ version: versionOrText });
