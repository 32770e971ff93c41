/* The two forms of a message's body: plain text, and the little HTML that the editor can hold.
   What lies between {{ }} and {% %} is Liquid and is carried over as it is, never escaped. */

const LIQUID = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;
/* What mail takes for HTML; see crm_core/mail/body.py. */
const KNOWN_TAG = /<(?:!doctype\b|!--|a\s[^<>]*>|\/?(?:html|head|body|p|br|hr|div|span|b|strong|i|em|u|s|a|font|ul|ol|li|blockquote|h[1-6]|table|thead|tbody|tfoot|tr|td|th|img|pre|code|sub|sup|center|style|script)(?:\s[^<>]*)?\/?>)/i;
/* Anything near enough to a tag to be written with escapes. */
const LIKE_A_TAG = /<[a-z!/]/i;
const HELD = new Set(["P", "BR", "A", "STRONG", "B", "EM", "I", "U", "UL", "OL", "LI", "BLOCKQUOTE", "H1", "H2", "H3"]);
const INLINE = { STRONG: "strong", B: "strong", EM: "em", I: "em", U: "u" };

export const isHtml = (source) => KNOWN_TAG.test(source.replace(LIQUID, " "));

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/* Escapes around Liquid, not in it; runs of spaces stay as wide as they were typed. */
function written(text) {
  let out = "";
  let start = 0;
  const outside = (piece) => escaped(piece).replaceAll("\u00a0", "&nbsp;").replace(/ (?= )/g, "&nbsp;");
  for (const found of text.matchAll(LIQUID)) {
    out += outside(text.slice(start, found.index)) + found[0];
    start = found.index + found[0].length;
  }
  return out + outside(text.slice(start));
}

/* HTML in which a parser reads the Liquid as text. */
export const forParser = (source) => source.replace(LIQUID, escaped);

/* Whether the editor can hold this HTML without losing any of it. */
export function canHold(source) {
  const page = new DOMParser().parseFromString(forParser(source), "text/html");
  const nodes = [...page.body.querySelectorAll("*")];
  const fits = (node) => HELD.has(node.tagName) && [...node.attributes].every(({ name }) => name === "href" && node.tagName === "A");
  const inList = (node) => [...node.childNodes].every((child) => child.nodeType !== 3 || !child.data.trim());
  return page.head.childElementCount === 0 && !source.includes("<!--") && nodes.every(fits) && nodes.filter((node) => /^[UO]L$/.test(node.tagName)).every((list) => inList(list) && !list.querySelector("ul, ol"));
}

function inline(node) {
  if (node.nodeType === 3) return written(node.data.replaceAll("\ufeff", ""));
  if (node.nodeType !== 1 || node.classList.contains("ql-ui")) return "";
  const inner = [...node.childNodes].map(inline).join("");
  if (node.tagName === "A") return `<a href="${escaped(node.getAttribute("href") ?? "").replaceAll('"', "&quot;")}">${inner}</a>`;
  const tag = INLINE[node.tagName];
  return tag && inner ? `<${tag}>${inner}</${tag}>` : inner;
}

function block(node) {
  const tag = node.tagName.toLowerCase();
  const inner = inline(node);
  return `<${tag}>${inner || "<br>"}</${tag}>`;
}

/* The editor marks a list's kind on each item; mail wants a list of each kind. */
function list(node) {
  let out = "";
  let open = "";
  for (const item of node.children) {
    const kind = item.dataset.list === "bullet" ? "ul" : "ol";
    if (kind !== open) out += (open && `</${open}>`) + `<${kind}>`;
    open = kind;
    out += `<li>${[...item.childNodes].map(inline).join("")}</li>`;
  }
  return out + (open && `</${open}>`);
}

/* The body as it is stored: plain text unless formatting is used or a reader would take it for tags. */
export function bodyOf(quill) {
  const ops = quill.getContents().ops;
  const plain = quill.getText().replace(/\n$/, "");
  if (ops.every((op) => typeof op.insert === "string" && !op.attributes) && !LIKE_A_TAG.test(plain.replace(LIQUID, " "))) return plain;
  return [...quill.root.children].map((node) => (/^[OU]L$/.test(node.tagName) ? list(node) : block(node))).join("\n");
}
