/** The site's own accent, in tones that stay readable by day and by night. */

const CONTRAST = 4.6; // At least, of a text to its ground; WCAG AA asks for 4.5.
const STEP = 0.04;
const DAY = { ground: "#ffffff", away: "#000000", soft: 0.12, line: 0.35 };
const NIGHT = { ground: "#1d2220", away: "#ffffff", soft: 0.16, line: 0.35 };

/** Styles for what the options choose. */
export function themed({ accent, theme = "auto", position = "right" }) {
  const scheme = theme === "auto" ? schemeOfPage() : theme;
  const coloured = accent ? tones(accent) : "";
  return `.widget{color-scheme:${scheme};--${position}:var(--sangdam-aside,20px);${coloured}}`;
}

/** A page that knows no night stays light, and so does what stands on it. */
function schemeOfPage() {
  const meta = document.querySelector("meta[name=color-scheme]")?.content ?? "";
  const scheme = `${meta} ${getComputedStyle(document.documentElement).colorScheme}`;
  return scheme.includes("dark") ? (scheme.includes("light") ? "light dark" : "dark") : "light";
}

function tones(accent) {
  const [day, night] = [DAY, NIGHT].map((time) => tonesAt(accent, time));
  const pairs = Object.keys(day).map((name) => `--${name}:light-dark(${day[name]},${night[name]});`);
  return `${pairs.join("")}--own:${day.accent};--own-ink:#ffffff;`;
}

function tonesAt(accent, { ground, away, soft, line }) {
  const softer = mixed(ground, accent, soft);
  return {
    "accent": readable(accent, softer, away),
    "accent-soft": softer,
    "accent-line": mixed(ground, accent, line),
  };
}

/** The colour, moved `away` from the ground as far as its contrast needs. */
function readable(colour, ground, away) {
  let [share, tone] = [0, colour];
  while (contrast(tone, ground) < CONTRAST) {
    share += STEP;
    tone = mixed(colour, away, share);
  }
  return tone;
}

function mixed(from, to, share) {
  const target = channels(to);
  const parts = channels(from).map((value, n) => Math.round(value + (target[n] - value) * Math.min(share, 1)));
  return `#${parts.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance as WCAG defines it, 0 to 1. */
function luminance(colour) {
  const [r, g, b] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function channels(colour) {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
