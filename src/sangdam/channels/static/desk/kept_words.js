/** What an agent is writing, kept in this tab until it is sent: by ticket, {reply, note}. */

const KEPT = "sangdam.desk_drafts";

export function wordsFor(ticketId) {
  return { reply: "", note: "", ...all()[ticketId] };
}

export function keepWords(ticketId, written) {
  const { [ticketId]: _, ...others } = all();
  const empty = !written.reply && !written.note;
  sessionStorage.setItem(KEPT, JSON.stringify(empty ? others : { ...others, [ticketId]: written }));
}

export function forgetWords() {
  sessionStorage.removeItem(KEPT);
}

function all() {
  return JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
}
