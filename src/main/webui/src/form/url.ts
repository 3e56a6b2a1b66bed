/** What can be wrong with a webhook's URL, as far as the browser can tell. */
export type UrlFault =
  | "required"
  | "tooLong"
  | "spaces"
  | "ascii"
  | "scheme"
  | "fragment"
  | "userInfo"
  | "host"
  | "port"
  | "characters"
  | "masked";

export const LONGEST_URL = 2_048;

const HIGHEST_PORT = 65_535;

/** What stands for a value that is not shown. */
const MASK = "***";

const PARTS = /^https?:\/\/([^/?]*)(.*)$/i;
const AUTHORITY = /^(\[[0-9a-f:.]+\]|[^:[\]]*)(?::(\d*))?$/i;
const NAME = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.?$/i;
const NOT_IN_URLS = /["<>\\^`{|}]|%(?![0-9a-f]{2})/i;

/**
 * The first thing that is wrong with it; undefined if nothing is. The rules are the server's, which
 * has the last word: it alone knows which addresses may be called.
 *
 * @param loaded the URL that is stored, which is never judged anew
 */
export function urlFault(url: string, loaded?: string): UrlFault | undefined {
  if (url === loaded) {
    return undefined;
  }
  if (url === "") {
    return "required";
  }
  if (url.length > LONGEST_URL) {
    return "tooLong";
  }
  if (/\s/.test(url)) {
    return "spaces";
  }
  if (!/^[\x21-\x7e]+$/.test(url)) {
    return "ascii";
  }
  const [, authority = "", rest = ""] = PARTS.exec(url.split("#", 1)[0] ?? "") ?? [];
  if (!PARTS.test(url)) {
    return "scheme";
  }
  if (url.includes("#")) {
    return "fragment";
  }
  if (authority.includes("@")) {
    return "userInfo";
  }
  const fault = authorityFault(authority);
  if (fault !== undefined) {
    return fault;
  }
  if (NOT_IN_URLS.test(rest)) {
    return "characters";
  }
  // Copied from a list: with it, the secret in the query would be lost.
  return queryValues(url).some((value) => value.includes(MASK)) ? "masked" : undefined;
}

function authorityFault(authority: string): UrlFault | undefined {
  const [matched, host = "", port = ""] = AUTHORITY.exec(authority) ?? [];
  if (matched === undefined || !(host.startsWith("[") || NAME.test(host))) {
    return "host";
  }
  return port !== "" && (Number(port) === 0 || Number(port) > HIGHEST_PORT) ? "port" : undefined;
}

/** Whether requests would go out unencrypted. */
export function isUnencrypted(url: string): boolean {
  return /^http:/i.test(url);
}

/** The host that is called; undefined while there is none. */
export function hostOf(url: string): string | undefined {
  const authority = PARTS.exec(url)?.[1];
  return authority === undefined || authority === "" ? undefined : authority;
}

/** The URL to be shown: a query often holds a secret, so its names stay and its values don't. */
export function maskedUrl(url: string): string {
  const at = url.indexOf("?");
  if (at < 0 || at === url.length - 1) {
    return url;
  }
  const masked = parameters(url).map((parameter) =>
    parameter === "" ? "" : parameter.slice(0, parameter.indexOf("=") + 1) + MASK,
  );
  return url.slice(0, at + 1) + masked.join("&");
}

function parameters(url: string): string[] {
  const at = url.indexOf("?");
  return at < 0 ? [] : url.slice(at + 1).split("&");
}

function queryValues(url: string): string[] {
  return parameters(url).map((parameter) =>
    parameter.slice(parameter.indexOf("=") + 1).replaceAll(/%2a/gi, "*"),
  );
}
