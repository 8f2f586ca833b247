import { expect, it } from "vitest";
import project from "../package.json";
import { AGENT_VERSION } from "./version";

it("is the project's", () => expect(AGENT_VERSION).toBe(project.version));
