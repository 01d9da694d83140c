/** Asks one question in a <dialog> and gives true for its "yes". Escape is a "no". */

export function agreed(dialog) {
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
