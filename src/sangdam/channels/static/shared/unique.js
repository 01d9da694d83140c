/** A new id of 128 random bits. crypto.randomUUID would need https, and closed networks often
 *  serve plain http. */

export function unique() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
