/* The chosen step as one lead would get it, and when each step would land for them. */
import { make } from "../ui/editor.js";
import { EMAILS, fallbackFor, nameOf } from "./words.js";
import { addFallback } from "./texts.js";
import { leadBox } from "./leads.js";

/* Nothing is loaded and nothing runs in there; the page may only measure it. */
const NOTHING_ELSE = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'"><style>body{margin:14px 16px;font:14px/1.55 system-ui,sans-serif;color:#1c1f28;background:#fff;overflow-wrap:anywhere}p{margin:0 0 .8em}a{color:#3b46b8}</style>';

export function preview(app) {
  const lead = leadBox(app);
  const paper = make("div", { className: "bd-paper" });
  const missing = make("ul", { className: "bd-notes" });
  const plan = make("ol", { className: "bd-plan" });
  const zone = make("p", { className: "bd-hint" });
  const shown = make("section", { className: "bd-preview", "aria-label": "Preview" },
    make("h2", { className: "bd-title", textContent: "Preview" }), lead.root, missing, paper);
  const would = make("section", { className: "bd-preview", "aria-label": "What would happen" },
    make("h2", { className: "bd-title", textContent: "What would happen" }), zone, plan);
  const root = make("div", {}, shown, would);
  let drawn = "";
  let tests = null;
  const send = make("button", { type: "button", className: "bd-button", textContent: "Send me a test" });
  const sent = make("span", { className: "bd-quiet", role: "status" });
  const test = make("div", { className: "bd-row bd-test" }, send, sent);
  send.onclick = () => {
    send.disabled = true;
    sent.className = "bd-quiet";
    sent.textContent = "Sending…";
    app.test();
  };

  function drawTest() {
    const { count, done, refused } = app.data.test;
    if (count === tests) return;
    const first = tests === null;
    tests = count;
    send.disabled = false;
    sent.className = refused ? "bd-fault" : "bd-quiet";
    sent.textContent = first ? "" : refused || done;
  }

  const fact = (name, value) => make("div", { className: "bd-fact" }, make("span", { className: "bd-quiet", textContent: name }), make("span", { dir: "auto", textContent: value }));

  function letter({ subject, sender, to, text, html }) {
    const frame = make("iframe", { title: "The message as it would be read", className: "bd-frame", tabIndex: -1 });
    frame.setAttribute("sandbox", "allow-same-origin");
    frame.srcdoc = html.replace("<html>", '<html lang="en">').replace("<head>", `<head>${NOTHING_ELSE}`);
    frame.onload = () => { frame.style.height = `${Math.min(640, frame.contentDocument.documentElement.scrollHeight + 4)}px`; };
    const asText = make("details", { className: "bd-astext" }, make("summary", { textContent: "As plain text" }), make("pre", { textContent: text, dir: "auto" }));
    return [fact("From", sender), fact("To", to), fact("Subject", subject), frame, asText, test];
  }

  function note({ subject, text }) {
    return [make("p", { className: "bd-note-title", textContent: subject, dir: "auto" }), make("pre", { textContent: text || "Nothing written.", dir: "auto" })];
  }

  function hole({ fields, fault }) {
    const lines = fields.map((name) => {
      const words = fallbackFor(name);
      const add = make("button", { type: "button", className: "bd-link", textContent: words ? `Fall back on “${words}”` : "Leave it out then" });
      add.onclick = () => { for (const text of app.panel.texts()) addFallback(text, name, words); };
      return make("li", { className: "bd-fault" }, make("span", { textContent: `${app.data.lead.name} has no value for ${name}; the step would wait until there is one.` }), add);
    });
    return fault ? [...lines, make("li", { className: "bd-fault", textContent: `It cannot be written: ${fault}.` })] : lines;
  }

  function drawPaper() {
    const { written, hole: lacks, lead: who } = app.data;
    const step = app.step();
    const now = JSON.stringify([written, lacks, who, step?.uid, step?.data.type, app.data.step]);
    shown.hidden = !step;
    if (now === drawn || !step) return;
    drawn = now;
    if (!send.disabled) sent.textContent = "";
    missing.replaceChildren(...(lacks ? hole(lacks) : []));
    if (written && app.data.step === app.index()) {
      paper.replaceChildren(...(EMAILS.has(step.data.type) ? letter({ ...written, to: who.email || "no address" }) : note(written)));
    } else {
      const words = !who ? "Add a lead to see what it would read like." : lacks ? "" : "It shows here once the text is complete.";
      paper.replaceChildren(...(words ? [make("p", { className: "bd-quiet", textContent: words })] : []));
    }
    paper.hidden = !paper.childElementCount;
  }

  function drawPlan() {
    const { landings = [], zone: named, lead: who } = app.data;
    would.hidden = landings.length === 0;
    zone.textContent = who ? `If ${who.name} were enrolled now. Times in ${named}; a person does each task when it lands.` : "";
    plan.replaceChildren(...landings.map((one, index) => make("li", {},
      make("span", { className: "bd-when", textContent: one.at || "Never" }),
      make("span", {}, make("span", { className: "bd-what", textContent: nameOf(app.steps[index]?.data.type) }), " ", make("span", { className: "bd-quiet", textContent: one.why }),
        one.problem ? make("span", { className: "bd-fault bd-block", textContent: `${one.problem} ${one.unblock}` }) : null))));
  }

  return { root, draw: () => { lead.draw(); drawTest(); drawPaper(); drawPlan(); } };
}
