/** Where this script lives: the document itself, with what the server handed to its page. */

export const place = {
  root: document,
  handed: JSON.parse(document.getElementById("page").textContent),
  home: "", // What stands before the address of every request.
  get storage() {
    return localStorage;
  },
};
