// What an answer needs of the device: a place that outlives the page, and names nobody else has given.

export function deviceStorage() {
  const memory = new Map();
  const inMemory = {
    keeps: false,
    get: (key) => memory.get(key) ?? null,
    set: (key, value) => memory.set(key, value),
    remove: (key) => memory.delete(key),
    keys: () => [...memory.keys()],
  };
  try {
    localStorage.setItem("sabak", "1");
    localStorage.removeItem("sabak");
  } catch {
    return inMemory;
  }
  return {
    keeps: true,
    get: (key) => localStorage.getItem(key),
    set(key, value) {
      try {
        localStorage.setItem(key, value);
      } catch {
        this.keeps = false;
        memory.set(key, value);
      }
    },
    remove: (key) => localStorage.removeItem(key),
    keys: () => Object.keys(localStorage),
  };
}

// crypto.randomUUID exists only over https; an answer must also be saved in a village hall without it.
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
