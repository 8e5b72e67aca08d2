// Origins: which pages and which names may reach /mcp (MCP 2026-07-28, Streamable HTTP, "Security Warning").
//
// A page that a person has open can ask a server on the same machine through a name that it lets point there (DNS
// rebinding). Such a request has the page's Origin, or its name as Host: both are checked, the Host where the client is
// this machine. Programs send no Origin.

/** Names of this machine, which no page can let point elsewhere. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

export interface Allowed {
  /** `PUBLIC_URL`, or nothing. */
  readonly base: string;
  /** Origins of the setting, as `new URL()` writes them. */
  readonly origins: readonly string[];
}

export interface Asking {
  readonly origin: string | undefined;
  readonly host: string | undefined;
  /** Whether the client is this machine. */
  readonly local: boolean;
}

const hostOf = (text: string): string | null =>
  URL.canParse(`http://${text}`) ? new URL(`http://${text}`).hostname : null;

/** Why a request may not be answered; null where it may. */
export function originFault({ origin, host = "", local }: Asking, { base, origins }: Allowed): string | null {
  const own = base === "" ? null : new URL(base);
  const name = hostOf(host);
  if (local && (name === null || !(LOOPBACK.test(name) || name === own?.hostname))) {
    return "From this machine, Host must be localhost, 127.0.0.1 or [::1], or that of PUBLIC_URL.";
  }
  if (origin === undefined) return null;
  const from = URL.canParse(origin) ? new URL(origin) : null;
  const isOwn =
    from !== null && name !== null && from.host === new URL(`http://${host}`).host && isLiteral(from.hostname);
  if (isOwn || from?.origin === own?.origin || (from !== null && origins.includes(from.origin))) return null;
  return "Pages of this Origin may not ask; MCP_ORIGINS names those that may.";
}

/** A name that DNS has no say in: of this machine, or an address. */
const isLiteral = (name: string): boolean => LOOPBACK.test(name) || /^\[|^\d{1,3}(?:\.\d{1,3}){3}$/.test(name);
