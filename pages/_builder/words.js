/* How the builder names things. */

export const TYPES = [
  { type: "EMAIL_AUTO", name: "Automatic e-mail", hint: "Goes out by itself when it is due" },
  { type: "EMAIL_MANUAL", name: "E-mail by hand", hint: "A draft that somebody edits and sends" },
  { type: "CALL", name: "Call", hint: "A call with a script" },
  { type: "TASK", name: "Task", hint: "Anything else that a person does" },
];
export const UNITS = [["MINUTES", "minutes"], ["HOURS", "hours"], ["DAYS", "days"], ["BUSINESS_DAYS", "business days"]];
export const EMAILS = new Set(["EMAIL_AUTO", "EMAIL_MANUAL"]);
const SIGNS = {
  EMAIL_AUTO: "M3 6.5h18v11H3zM3.5 7l8.5 6.5L20.500 7",
  EMAIL_MANUAL: "M4 20l1-4L16 5l3 3L8 19zM13.500 7.500l3 3",
  CALL: "M6 3.500h3l1.500 4.500-2 1.500a11 11 0 0 0 6 6l1.500-2 4.500 1.500v3c0 1-1 2-2 2C11 20 4 13 4 5.500c0-1 1-2 2-2z",
  TASK: "M4 12.500l5 5L20 6.500",
};
const FALLBACKS = { first_name: "there", full_name: "there", last_name: "there", company: "your company", title: "your role", phone: "your number" };

export const nameOf = (type) => TYPES.find((one) => one.type === type)?.name ?? "Step";
export const fallbackFor = (name) => FALLBACKS[name] ?? "";

export function NEW(type, at) {
  const delay = at === 0 ? { value: 0, unit: "MINUTES" } : { value: 2, unit: "BUSINESS_DAYS" };
  return { type, delay, subject: "", body: "", instructions: "" };
}

export function delayWords(delay, index) {
  const since = index === 0 ? "after the enrollment" : `after step ${index}`;
  if (!delay || typeof delay.value !== "number") return `no delay yet, ${since}`;
  if (delay.value === 0) return index === 0 ? "at once" : `right ${since}`;
  const unit = UNITS.find(([word]) => word === delay.unit)?.[1] ?? "";
  return `${delay.value} ${delay.value === 1 ? unit.slice(0, -1) : unit} ${since}`;
}

export function sign(type) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "bd-sign");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", SIGNS[type] ?? SIGNS.TASK);
  svg.append(path);
  return svg;
}

/* The first words of a body, without its tags. */
export function gist(step) {
  const text = step.subject || step.instructions || (step.body ?? "").replace(/<[^>]*>/g, " ");
  return text.trim().split("\n")[0].slice(0, 120);
}
