// What waits on this phone: { key, person, address, fields: [[name, value or File]], label, at, state, message }.
const open = () => new Promise((done, refuse) => {
  const asked = indexedDB.open("xiaolu", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("waiting", { keyPath: "key" });
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => refuse(asked.error);
});

async function act(mode, what) {
  const store = await open();
  return new Promise((done, refuse) => {
    const transaction = store.transaction("waiting", mode);
    const asked = what(transaction.objectStore("waiting"));
    transaction.oncomplete = () => { store.close(); done(asked?.result); };
    transaction.onerror = () => { store.close(); refuse(transaction.error); };
  });
}

export const put = (entry) => act("readwrite", (store) => store.put(entry));
export const remove = (key) => act("readwrite", (store) => store.delete(key));
export const wipe = () => act("readwrite", (store) => store.clear());

// In the order in which they were written; of one person only.
export async function waiting(person) {
  const all = await act("readonly", (store) => store.getAll());
  return all.filter((entry) => entry.person === person).sort((one, other) => one.at.localeCompare(other.at));
}
