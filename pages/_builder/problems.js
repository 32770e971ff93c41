/* What stands in the way of saving, each with the way to it. */
import { make } from "../ui/editor.js";
import { nameOf } from "./words.js";

export function problemList(app) {
  const list = make("ul", { className: "bd-todo-list" });
  const words = make("summary", {});
  const box = make("details", { className: "bd-todo", hidden: true }, words, list);
  const notes = {};

  function jump(problem) {
    if (problem.step === null) {
      ({ name: app.name, description: app.about }[problem.field] ?? app.list.adder()).focus();
      return;
    }
    const step = app.steps[problem.step];
    if (!step) return;
    app.select(step.uid);
    app.panel.point(problem.field, problem.wrong);
    app.panel.root.scrollIntoView({ block: "nearest" });
  }

  function line(problem) {
    const step = app.steps[problem.step];
    const where = problem.step === null ? "" : `Step ${problem.step + 1}${step ? `, ${nameOf(step.data.type).toLowerCase()}` : ""}: `;
    const go = make("button", { type: "button", className: "bd-link", textContent: where + problem.message });
    go.onclick = () => jump(problem);
    return make("li", {}, go);
  }

  function draw() {
    const { problems = [], asked } = app.data;
    box.hidden = problems.length === 0;
    words.textContent = problems.length === 1 ? "1 thing to do before it can be saved" : `${problems.length} things to do before it can be saved`;
    list.replaceChildren(...problems.map(line));
    for (const [field, note] of Object.entries(notes)) {
      note.textContent = asked ? problems.filter((one) => one.step === null && one.field === field).map((one) => one.message).join(" ") : "";
    }
    if (asked && asked !== draw.asked && problems.length) { box.open = true; words.focus(); }
    draw.asked = asked;
  }

  const note = (field) => (notes[field] = make("p", { className: "bd-fault", role: "status" }));
  return { root: box, draw, note };
}
