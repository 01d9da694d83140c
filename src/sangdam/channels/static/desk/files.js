/** A customer's photos and PDFs. They need the operator key, so they are fetched, not linked. */

import { button, element } from "../shared/element.js";
import { fill, found, words } from "../shared/page.js";

const IN_PLACE = new Set(["image/jpeg", "image/png", "image/gif", "image/webp"]);
const UNITS = ["B", "KB", "MB"];

export class Files {
  #read;
  #addresses = [];

  /** `read(id)` gives a file as a Blob. */
  constructor(read) {
    this.#read = read;
  }

  shown(attachment) {
    const place = element("div", { class: "file" });
    if (IN_PLACE.has(attachment.media_type)) this.#photo(place, attachment);
    else place.append(this.#door(attachment));
    return place;
  }

  /** Nothing of the conversation stays in the browser's memory. */
  close() {
    for (const address of this.#addresses.splice(0)) URL.revokeObjectURL(address);
  }

  async #photo(place, attachment) {
    try {
      const image = element("img", { src: await this.#address(attachment), alt: fill(words.photo, attachment) });
      place.replaceChildren(element("button", { type: "button", class: "plain photo", onclick: () => this.#enlarge(image, attachment) }, image));
    } catch {
      place.replaceChildren(element("p", { class: "problem" }, fill(words.file_failed, attachment)),
        button(words.file_again, () => this.#photo(place, attachment), { class: "small" }));
    }
  }

  #enlarge(image, attachment) {
    found("photo-title").textContent = attachment.name;
    found("photo-place").replaceChildren(image.cloneNode(), this.#door(attachment));
    found("photo").showModal();
  }

  #door(attachment) {
    const { name, size } = attachment;
    const door = button(fill(words.file_save, { name, size: sized(size) }), () => this.#save(attachment, door), { class: "save" });
    return door;
  }

  async #save(attachment, door) {
    try {
      element("a", { href: await this.#address(attachment), download: attachment.name }).click();
    } catch {
      door.textContent = fill(words.file_failed, attachment);
    }
  }

  async #address({ id }) {
    const address = URL.createObjectURL(await this.#read(id));
    this.#addresses.push(address);
    return address;
  }
}

function sized(bytes) {
  const step = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)), UNITS.length - 1);
  return `${(bytes / 1024 ** step).toFixed(step > 1 ? 1 : 0)} ${UNITS[step]}`;
}
