// Scores by criterion: a group of radio buttons from 1 to 5 for each, and "no score".

const SCORES = [1, 2, 3, 4, 5];
const USUAL = ["technical", "communication", "problemSolving"];
const el = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

export function inWords(criterion) {
  const words = criterion.replace(/[_-]+/g, " ").replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export class Criteria extends EventTarget {
  // Event "change": the user has scored. Who only reads has neither `input` nor `add`.

  constructor({ root, input, add, name, isReadOnly = false }) {
    super();
    Object.assign(this, { root, input, name, isReadOnly });
    this.scores = new Map();
    if (isReadOnly) return;
    add.addEventListener("click", () => this.add());
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.add();
    });
  }

  get value() {
    return Object.fromEntries([...this.scores].filter(([, score]) => score !== null));
  }

  show(scores) {
    const names = [...new Set([...(Object.keys(scores).length ? [] : USUAL), ...Object.keys(scores)])];
    this.scores = new Map(names.map((name) => [name, scores[name] ?? null]));
    this.root.replaceChildren(...names.map((name) => this.group(name)));
  }

  add() {
    const criterion = this.input.value.trim();
    if (!criterion) {
      this.input.focus();
      return;
    }
    this.input.value = "";
    if (!this.scores.has(criterion)) {
      this.scores.set(criterion, null);
      this.root.append(this.group(criterion));
    }
    const groups = [...this.root.children];
    groups.find((group) => group.dataset.criterion === criterion).querySelector("input").focus();
  }

  group(criterion) {
    const group = el("fieldset", "criterion");
    const choices = el("div", "criterion__choices");
    const score = this.scores.get(criterion);
    const other = score !== null && !SCORES.includes(score) ? ` (now ${score})` : "";
    group.dataset.criterion = criterion;
    group.append(el("legend", "criterion__name", inWords(criterion) + other), choices);
    choices.append(this.choice(criterion, null, "–"), ...SCORES.map((one) => this.choice(criterion, one, String(one))));
    return group;
  }

  choice(criterion, score, words) {
    const label = el("label", "criterion__choice");
    const radio = Object.assign(document.createElement("input"), {
      type: "radio", name: `${this.name}-${criterion}`, value: words, checked: this.scores.get(criterion) === score,
      disabled: this.isReadOnly,
    });
    if (score === null) radio.setAttribute("aria-label", "no score");
    radio.addEventListener("change", () => {
      this.scores.set(criterion, score);
      this.dispatchEvent(new CustomEvent("change"));
    });
    label.append(radio, el("span", "", words));
    return label;
  }
}
