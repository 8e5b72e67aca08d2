// About: what is loaded, what words and codes mean, and what changed.
import { shortened } from "../formats/words/values.ts";
import { ToolFault } from "./ask.ts";
import { compact, type Shape } from "./shapes.ts";

/** Topics that are no vocabulary. */
export const TOPICS_BESIDE = ["datasets", "vocabularies", "changes", "coding-rules"] as const;

/** How values are meant, told with the datasets. */
export const CODING: readonly string[] = [
  "Basis of a value: stated by the source, derived from it with a note, or external. Unknown is absent or null.",
];

interface Topic {
  readonly address: string;
  shapes(body: unknown): Shape[];
}

interface Labelled {
  readonly id: string;
  readonly label?: { readonly en: string };
  readonly description?: { readonly en: string } | null;
  readonly count?: number;
}

const labelled = ({ id, label, description, count }: Labelled): Shape =>
  compact({ id, label: label?.en, description: description == null ? null : shortened(description.en, 200), count });

type Dataset = Readonly<Record<string, unknown>> & { readonly id: string };

/** Terms of a vocabulary in one answer. */
const TERMS = 60;

/**
 * The address that tells of a topic, and what of its answer is told.
 * @throws ToolFault where `since` is missing
 */
export function aboutOf(topic: string, given: { readonly since: unknown; readonly cursor: unknown }): Topic {
  const page = given.cursor === undefined ? "" : `&cursor=${encodeURIComponent(String(given.cursor))}`;
  if (topic === "datasets")
    return {
      address: "/v1/datasets",
      shapes: (body) =>
        (body as { data: Dataset[] }).data.map(({ id, kind, title, licence, attribution, updated, counts, coverage }) =>
          compact({ id, kind, title, licence, attribution, updated, counts, coverage }),
        ),
    };
  if (topic === "vocabularies")
    return { address: "/v1/vocabularies", shapes: (body) => (body as { data: Labelled[] }).data.map(labelled) };
  if (topic === "changes") {
    if (given.since === undefined) throw new ToolFault("`since` is missing: a day, e.g. 2026-01-31");
    return {
      address: `/v1/changes?since=${encodeURIComponent(String(given.since))}&limit=10${page}`,
      shapes: (body) => (body as { data: Shape[] }).data.map(compact),
    };
  }
  return {
    address: `/v1/vocabularies/${encodeURIComponent(topic)}`,
    shapes: (body) => {
      const { terms } = (body as { data: { terms: Labelled[] } }).data;
      const rest = terms.length - TERMS;
      return [
        ...terms.slice(0, TERMS).map(labelled),
        ...(rest > 0 ? [{ id: "…", label: `${rest} more: see links.json` }] : []),
      ];
    },
  };
}
