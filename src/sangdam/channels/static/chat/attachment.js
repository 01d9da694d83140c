/** A file in the conversation: a photo as a picture, anything else by its name. */

import { button, element, icon } from "../shared/element.js";
import { fill, words } from "../shared/page.js";
import { sizeOf } from "./size.js";

const SHOWN = /^image\/(jpeg|png|gif|webp)$/;

/** `load()` gives the file's bytes as a Blob; a photo asks for them once it comes into sight. */
export function attachment({ name, media_type: kind, size }, load) {
  return SHOWN.test(kind) ? photo(name, load) : saved(name, size, load);
}

function photo(name, load) {
  const frame = element("div", { class: "photo" });
  const sight = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    sight.disconnect();
    load().then((bytes) => frame.replaceChildren(picture(name, bytes)))
      .catch(() => frame.replaceChildren(icon("file"), name));
  });
  sight.observe(frame);
  return frame;
}

function picture(name, bytes) {
  const address = URL.createObjectURL(bytes);
  const link = element("a", { href: address, target: "_blank", rel: "noopener" });
  link.append(element("img", { src: address, alt: fill(words.files.photo, { name }) }));
  return link;
}

function saved(name, size, load) {
  const save = button(icon("file"), () => load().then((bytes) => keep(name, bytes)).catch(() => {}), { class: "file" });
  save.append(element("span", { class: "name" }, name), element("span", { class: "size" }, sizeOf(size)));
  return save;
}

function keep(name, bytes) {
  element("a", { href: URL.createObjectURL(bytes), download: name }).click();
}
