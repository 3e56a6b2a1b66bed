/** What the modules need of a browser where Vitest has none: two storages and an address. */
class MemoryStorage implements Storage {
  private readonly items = new Map<string, string>();

  get length() {
    return this.items.size;
  }

  clear() {
    this.items.clear();
  }

  getItem(key: string) {
    return this.items.get(key) ?? null;
  }

  key(index: number) {
    return [...this.items.keys()][index] ?? null;
  }

  removeItem(key: string) {
    this.items.delete(key);
  }

  setItem(key: string, value: string) {
    this.items.set(key, value);
  }
}

if (typeof document === "undefined") {
  Object.assign(globalThis, {
    window: globalThis,
    location: new URL("http://localhost:8080/"),
    sessionStorage: new MemoryStorage(),
    localStorage: new MemoryStorage(),
  });
}
