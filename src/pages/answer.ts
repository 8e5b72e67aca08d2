// A page: what every one of them does with a request, from the query string to the headers.
//
// The page of `/v1/X?query` is `/X?query`: it takes the schema of the query string of the JSON, so it has the same
// parameters and the same faults, and reads the same store functions. Four things are a page's own. `lang` is taken
// everywhere; a page may have a parameter of how it is drawn; `format` leads to the API, which has the formats; a
// parameter without a value, which is what a form sends of an empty field, is no parameter.
//
// A page loads one style sheet and at most one module, both of this server, and nothing else: the policy has no
// `unsafe-inline` and lets no script ask anybody.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { invalidRequest } from "../errors.ts";
import { HTML_TYPE } from "../formats/choose.ts";
import type { Lang } from "../formats/labels.ts";
import { consistently } from "../routes/answer/consistent.ts";
import { type Answer, type RouteContext, send } from "../routes/answer/envelope.ts";
import { address, given } from "../routes/answer/links.ts";
import { didYouMean } from "../suggest.ts";
import { giveWay } from "../turns.ts";
import { ASSETS } from "./assets.ts";
import { pageText, type Shell } from "./parts/layout.ts";
import type { View } from "./parts/links.ts";

const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'none'";
/** The policy of a page with forms, and of one that may send nothing anywhere. */
const POLICIES = {
  forms: `${POLICY}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  none: `${POLICY}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
} as const;

/** Where the addresses of pages begin: the path of the public address. */
export const rootOf = (base: string): string => (base === "" ? "" : new URL(base).pathname.replace(/\/$/, ""));

const LANGS: readonly string[] = ["en", "ru"];

/** The language of a page: `lang`, or English. */
export function langOf(url: string): Lang {
  return given(url).find(([name]) => name === "lang")?.[1] === "ru" ? "ru" : "en";
}

/** What the parts of a page know of the request. */
export function viewOf(base: string, url: string): View {
  const query = given(url).filter(([name]) => name !== "lang");
  return { lang: langOf(url), root: rootOf(base), base, path: url.split("?")[0] ?? "/", query };
}

/** A page as it is answered: its text, its policy, and in `Link` the JSON that it shows. */
export function pageAnswer(view: View, shell: Shell, forms: keyof typeof POLICIES = "forms"): Answer {
  return {
    type: HTML_TYPE,
    body: pageText(view, ASSETS, shell),
    links: {},
    headers: {
      "content-security-policy": POLICIES[forms],
      link: `<${shell.json}>; rel="alternate"; type="application/json"`,
    },
  };
}

interface Page {
  /** Its address, as Fastify's router has it. */
  readonly path: string;
  /** What the JSON takes. */
  readonly querystring: z.ZodType;
  readonly params?: z.ZodType;
  /** `none` where nothing may be sent from the page. */
  readonly forms?: keyof typeof POLICIES;
  /** What is shown where a parameter that the JSON needs is missing: a form that asks for it. */
  readonly without?: { readonly parameter: string; readonly shell: (view: View) => Shell };
  /** Parameters of how the page is drawn, which the JSON does not take, with their values. */
  readonly own?: Readonly<Record<string, readonly string[]>>;
  /** Another page that parameters of a form lead to; null for none. */
  readonly elsewhere?: (query: readonly (readonly [string, string])[]) => string | null;
  make(request: FastifyRequest, view: View): Promise<Shell>;
}

export function pageRoute(app: FastifyInstance, context: RouteContext, page: Page): void {
  const { path, querystring, params, make, forms = "forms" } = page;
  app.get(path, {
    config: { produces: [HTML_TYPE], cached: true, page: true },
    schema: { hide: true, querystring, ...(params === undefined ? {} : { params }) },
    preValidation: (request, reply, done) => ownParameters(context, page, request, reply, done),
    handler: consistently(context, async (request) => {
      const view = viewOf(context.base, request.originalUrl);
      const shell = await make(request, view);
      await giveWay();
      return pageAnswer(view, shell, forms);
    }),
  });
}

/** Takes what is a page's own out of the query, before the schema of the JSON sees it; or sends the client elsewhere. */
function ownParameters(
  { base }: Pick<RouteContext, "base">,
  { without, elsewhere, own }: Page,
  request: FastifyRequest,
  reply: FastifyReply,
  done: (error?: Error) => void,
): void {
  const query = given(request.originalUrl);
  const path = request.originalUrl.split("?")[0] ?? "/";
  if (query.some(([name]) => name === "format")) {
    const kept = query.filter(([name, value]) => value !== "" && name !== "lang");
    reply.redirect(`${rootOf(base)}${address("", `/v1${path}`, kept)}`, 307);
    return;
  }
  if (query.some(([name, value]) => value === "" && name !== "")) {
    reply.redirect(
      `${rootOf(base)}${address(
        "",
        path,
        query.filter(([, value]) => value !== ""),
      )}`,
      307,
    );
    return;
  }
  const other = elsewhere?.(query) ?? null;
  if (other !== null) {
    reply.redirect(`${rootOf(base)}${other}`, 307);
    return;
  }
  const others = { ...(request.query as Record<string, unknown>) };
  const faults = Object.entries({ lang: LANGS, ...own }).flatMap(([parameter, words]) => {
    const value = others[parameter];
    delete others[parameter];
    if (value === undefined || (typeof value === "string" && words.includes(value))) return [];
    const near = typeof value === "string" ? didYouMean(value, words) : "";
    return [{ parameter, detail: `is given once, as ${words.join(" or ")}${near}` }];
  });
  if (faults.length > 0) {
    done(invalidRequest(faults));
    return;
  }
  if (without !== undefined && !Object.hasOwn(others, without.parameter)) {
    const view = viewOf(base, request.originalUrl);
    send(reply, pageAnswer(view, without.shell(view)));
    return;
  }
  request.query = others;
  done();
}
