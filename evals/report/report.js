const page = document.documentElement;
function show(language) {
  page.dataset.shows = language;
  page.lang = language;
}
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => show(button.dataset.language));
}
const asked = new URLSearchParams(location.search).get("lang");
show(asked ?? (navigator.language.startsWith("ko") ? "ko" : "en"));
function reveal() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  for (let part = target; part; part = part.parentElement?.closest("details")) part.open = true;
}
addEventListener("hashchange", reveal);
reveal();
