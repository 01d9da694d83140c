/** How large a file is, as people of the page's language say it. */

import { page } from "../shared/page.js";

const KB = 1024;
const MB = KB * KB;

export function sizeOf(bytes) {
  const [value, unit] = bytes < MB ? [bytes / KB, "KB"] : [bytes / MB, "MB"];
  const digits = value < 10 ? 1 : 0;
  return `${value.toLocaleString(page.language, { maximumFractionDigits: digits })} ${unit}`;
}
