// The endpoint of a model: an OpenAI-compatible address of the user's own, asked with care.
//
// Nothing of the program depends on it, and nothing is asked unless the command is told an address. It is reached by
// https, or by http on this machine; a redirect is not followed, since it could take the text and the key elsewhere;
// time, size and tries are limited. The key is a header of the request and stands in no message.

export interface Endpoint {
  readonly url: URL;
  readonly model: string;
  /** Null: no key is sent. */
  readonly key: string | null;
  readonly seconds: number;
}

/** Most bytes of an answer. */
const LARGEST = 1024 * 1024;
/** How often it is asked in all, where it fails in a way that may pass. */
const TRIES = 3;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Why no answer was had, for people. */
export class NoAnswer extends Error {}

/**
 * The address of a model.
 * @throws RangeError that says what is wrong with it
 */
export function addressOf(text: string): URL {
  const url = URL.parse(text);
  if (url === null) throw new RangeError("is not an address; give one such as https://models.example/v1");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && LOOPBACK.test(url.hostname))) {
    throw new RangeError("is not https; http is for this machine alone (localhost, 127.0.0.1, [::1])");
  }
  if (url.username !== "" || url.password !== "")
    throw new RangeError("has a name or password in it; the key comes from MODEL_KEY");
  return url;
}

/**
 * Asks for one JSON object.
 * @returns what the model wrote, unread
 * @throws NoAnswer
 */
export async function ask(endpoint: Endpoint, system: string, user: string): Promise<string> {
  const body = JSON.stringify({
    model: endpoint.model,
    temperature: 0,
    response_format: { type: "json_object" },
    messages: [
      { role: "system", content: system },
      { role: "user", content: user },
    ],
  });
  for (let nth = 1; ; nth++) {
    const result = await once(endpoint, body);
    if ("answer" in result) return contentOf(result.answer);
    if (!result.mayPass || nth === TRIES) throw new NoAnswer(result.trouble);
  }
}

type Result = { readonly answer: string } | { readonly trouble: string; readonly mayPass: boolean };

async function once({ url, key, seconds }: Endpoint, body: string): Promise<Result> {
  const target = new URL(`${url.href.replace(/\/+$/, "")}/chat/completions`);
  try {
    const response = await fetch(target, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/json", ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
      body,
      signal: AbortSignal.timeout(seconds * 1000),
    });
    const { status } = response;
    if (status >= 300 && status < 400) {
      await response.body?.cancel();
      return { trouble: `it answered with a redirect (${status}), which is not followed`, mayPass: false };
    }
    if (!response.ok) {
      await response.body?.cancel();
      return { trouble: `it answered ${status}`, mayPass: status === 429 || status >= 500 };
    }
    return await limited(response);
  } catch (error) {
    const isLate = error instanceof DOMException && error.name === "TimeoutError";
    return { trouble: isLate ? `it did not answer within ${seconds} s` : "it could not be reached", mayPass: !isLate };
  }
}

async function limited(response: Response): Promise<Result> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.length;
    if (size > LARGEST) return { trouble: `its answer is longer than ${LARGEST} bytes`, mayPass: false };
    pieces.push(piece);
  }
  return { answer: new TextDecoder().decode(Buffer.concat(pieces)) };
}

function contentOf(answer: string): string {
  try {
    const { choices } = JSON.parse(answer) as { choices?: readonly { message?: { content?: unknown } }[] };
    const content = choices?.[0]?.message?.content;
    if (typeof content === "string") return content;
  } catch {
    // What is no JSON is no answer of this kind.
  }
  throw new NoAnswer("its answer is not that of a chat completion");
}
