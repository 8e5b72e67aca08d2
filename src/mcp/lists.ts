// Lists: the records of a collection in short, from the list of the API with the same filters.
import type { Collection } from "../model/ids.ts";
import { type Answer, envelope } from "./answer.ts";
import { type ApiRecord, type Ask, asked, type Listed, relatedOf } from "./ask.ts";
import { type Arguments, queryOf } from "./parameters.ts";
import { shapeOf } from "./shapes.ts";

/** Records of an answer, unless `filters` say another `limit`: some 3 kB. */
const FEW: { readonly [C in Collection]: string } = {
  events: "4",
  quotes: "3",
  figures: "4",
  participants: "5",
  venues: "6",
  sources: "5",
};
/** What a list brings along so that ids have names. */
export const ALONG: { readonly [C in Collection]: string } = {
  events: "participants,venues",
  quotes: "participants,events",
  figures: "participants,events",
  participants: "",
  venues: "",
  sources: "",
};

/** Code points of all texts of an answer, and the least of one. */
const [TEXTS, LEAST] = [1_200, 300];

/** The list of a collection in short. */
export async function listed(collection: Collection, given: Arguments, ask: Ask, base: string): Promise<Answer> {
  const along = ALONG[collection];
  const query = queryOf(given, { limit: FEW[collection] });
  const plain = query.toString();
  if (along !== "") query.set("include", along);
  const body = await asked<Listed<ApiRecord[Collection]>>(ask, `/v1/${collection}?${query}`);
  const related = relatedOf(body);
  query.delete("include");
  query.delete("cursor");
  query.delete("limit");
  const whole = query.toString();
  return envelope(
    body.data.map((record) =>
      shapeOf(collection, record as never, related, {
        base,
        most: Math.max(LEAST, Math.floor(TEXTS / body.data.length)),
      }),
    ),
    body,
    {
      json: `${base}/v1/${collection}?${plain}`,
      csv: `${base}/v1/${collection}?${whole === "" ? "" : `${whole}&`}format=csv`,
    },
  );
}
