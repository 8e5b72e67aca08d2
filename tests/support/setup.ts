// Setup of each file of tests: what it leaves behind is gone when its tests are over, and bytes are compared as bytes.
import { afterAll } from "vitest";
import "./equality.ts";
import { endPrograms } from "./program.ts";

afterAll(endPrograms);
