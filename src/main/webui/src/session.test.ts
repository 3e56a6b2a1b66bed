import { expect, it } from "vitest";
import { createSession } from "./session";

it("a session is kept with the browser's tab, and its listeners hear of its end", () => {
  window.sessionStorage.clear();
  const session = createSession(window.sessionStorage);
  expect(session.state()).toEqual({ key: null, ended: null });

  session.start("a-key-of-sixteen-characters");
  expect(createSession(window.sessionStorage).key()).toBe("a-key-of-sixteen-characters");

  const ends: (string | null)[] = [];
  const stop = session.subscribe(() => ends.push(session.state().ended));
  session.end("expired");
  expect(ends).toEqual(["expired"]);
  expect(createSession(window.sessionStorage).key()).toBeNull();

  stop();
  session.start("another-key-of-the-user");
  expect(ends).toEqual(["expired"]);
});
