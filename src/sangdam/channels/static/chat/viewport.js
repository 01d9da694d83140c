/** iOS lays its keyboard over the page: give the page the height that is left, so that the
 *  header with its button for a person stays in sight. */

export function keepInSight(page) {
  const view = window.visualViewport;
  view?.addEventListener("resize", () => {
    if (view.scale > 1) return; // Somebody looks closer; that is no keyboard.
    page.style.height = `${view.height}px`;
    window.scrollTo(0, 0);
  });
}
