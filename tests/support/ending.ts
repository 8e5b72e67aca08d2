// Ending: what each file of tests leaves behind is gone when its tests are over.
import { afterAll } from "vitest";
import { endPrograms } from "./program.ts";

afterAll(endPrograms);
