/** What the site's owner chose, as data attributes of the script's tag. */

const FORMS = {
  language: { is: /^(ko|en)$/, form: "ko or en" },
  theme: { is: /^(auto|light|dark)$/, form: "auto, light or dark" },
  accent: { is: /^#[0-9a-f]{6}$/i, form: "a colour such as #2a6a5d" },
  position: { is: /^(right|left)$/, form: "right or left" },
  memory: { is: /^(browser|tab)$/, form: "browser or tab" },
  label: { is: /^.{1,40}$/u, form: "1 to 40 characters" },
};

/** The options that a tag holds; one that is not of its form is told and left out. */
export function optionsOf({ dataset }) {
  const given = Object.entries(FORMS).filter(([name]) => name in dataset);
  return Object.fromEntries(given.filter(valid).map(([name]) => [name, dataset[name]]));

  function valid([name, { is, form }]) {
    const fits = is.test(dataset[name]);
    if (!fits) console.warn(`Sangdam: data-${name}="${dataset[name]}" is left out. Write ${form}.`);
    return fits;
  }
}

/** `ko` or `en`: as chosen, else as the page, else as the browser speaks, else Korean. */
export function languageFor(options) {
  const spoken = [options.language, document.documentElement.lang, ...navigator.languages];
  const tags = spoken.filter(Boolean).map((tag) => tag.toLowerCase().split("-")[0]);
  return tags.find((tag) => FORMS.language.is.test(tag)) ?? "ko";
}
