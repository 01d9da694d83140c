/** `ko` where the text holds Hangul, else `en`: for the lang attribute of what people wrote. */

export function languageOf(text) {
  return /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]/.test(text) ? "ko" : "en";
}
