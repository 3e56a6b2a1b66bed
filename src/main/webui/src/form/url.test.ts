import { describe, expect, it } from "vitest";
import { hostOf, isUnencrypted, maskedUrl, urlFault } from "./url";

describe("the URL of a webhook", () => {
  it.each([
    "https://example.com/hooks",
    "http://localhost:8080/dev/receiver/mine?status=500",
    "https://example.com:443/a?secret=x%20y&b=[1]",
    "HTTPS://EXAMPLE.com",
    "https://[2001:db8::1]:8443/",
    "https://192.0.2.7/",
    "https://xn--mller-kva.example/",
  ])("%s is fine", (url) => {
    expect(urlFault(url)).toBeUndefined();
  });

  it.each([
    ["", "required"],
    [`https://example.com/${"a".repeat(2_048)}`, "tooLong"],
    ["https://example.com/a b", "spaces"],
    ["https://müller.example/", "ascii"],
    ["example.com/hooks", "scheme"],
    ["ftp://example.com/", "scheme"],
    ["https:/example.com/", "scheme"],
    ["https://user:word@example.com/", "userInfo"],
    ["https://", "host"],
    ["https:///hooks", "host"],
    ["https://my_host/", "host"],
    ["https://example.com:0/", "port"],
    ["https://example.com:65536/", "port"],
    ["https://example.com:http/", "host"],
    ["https://example.com/#part", "fragment"],
    ["https://example.com/{id}", "characters"],
    ["https://example.com/100%", "characters"],
    ["https://example.com/hooks?secret=***", "masked"],
    ["https://example.com/hooks?secret=%2A%2a*", "masked"],
    ["https://example.com/hooks?a=1&***", "masked"],
  ])("%s is refused: %s", (url, fault) => {
    expect(urlFault(url)).toBe(fault);
  });

  it("is not judged anew while it is as it is stored", () => {
    expect(urlFault("https://example.com/hooks?secret=***", "https://example.com/hooks?secret=***")).toBeUndefined();
  });

  it("is shown with its query's names and without their values", () => {
    expect(maskedUrl("https://example.com/hooks")).toBe("https://example.com/hooks");
    expect(maskedUrl("https://example.com/?secret=xyz&a=1")).toBe("https://example.com/?secret=***&a=***");
    expect(maskedUrl("https://example.com/?xyz")).toBe("https://example.com/?***");
    expect(maskedUrl("https://example.com/?")).toBe("https://example.com/?");
  });

  it("tells whom it calls, and whether encrypted", () => {
    expect(hostOf("https://example.com:8443/hooks?x")).toBe("example.com:8443");
    expect(hostOf("https://")).toBeUndefined();
    expect(isUnencrypted("http://example.com")).toBe(true);
    expect(isUnencrypted("https://example.com")).toBe(false);
  });
});
