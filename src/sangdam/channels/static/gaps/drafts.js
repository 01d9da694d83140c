/** Entries that are being written, kept in this tab until they are saved: by gap, as typed. */

const KEPT = "sangdam.entry_drafts";

export function draftOf(id) {
  return all()[id];
}

export function hasDraft(id) {
  return id in all();
}

export function keepDraft(id, draft) {
  keep({ ...all(), [id]: draft });
}

export function forgetDraft(id) {
  const { [id]: _, ...others } = all();
  keep(others);
}

export function forgetDrafts() {
  sessionStorage.removeItem(KEPT);
}

function all() {
  return JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
}

function keep(drafts) {
  if (Object.keys(drafts).length) sessionStorage.setItem(KEPT, JSON.stringify(drafts));
  else forgetDrafts();
}
