import packageJson from "@/package.json";
import { apiRoutes } from "./api";
import { openapi } from "./openapi";

let made: string | undefined;

/** The document as text: made once, because nothing in it changes while the portal runs. */
export const apiDocument = (): string => (made ??= JSON.stringify(openapi(apiRoutes(), packageJson.version)));
