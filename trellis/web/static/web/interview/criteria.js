// Scores by criterion: for each a group of radio buttons from 1 to the session's scale, and "no score"; where the
// scale is long, a number to type.

const LONGEST_CHOICE = 10;
const USUAL = ["technical", "communication", "problemSolving"];
const el = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

export function inWords(criterion) {
  const words = criterion.replace(/[_-]+/g, " ").replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export class Criteria extends EventTarget {
  // Event "change": the user has scored. Who only reads has neither `input` nor `add`.

  constructor({ root, input, add, name, scale, isReadOnly = false }) {
    super();
    Object.assign(this, { root, input, name, scale, isReadOnly });
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
    const isTyped = this.scale > LONGEST_CHOICE;
    const marks = isTyped ? [] : Array.from({ length: this.scale }, (_, index) => index + 1);
    const other = score !== null && !isTyped && !marks.includes(score) ? ` (now ${score})` : "";
    group.dataset.criterion = criterion;
    group.append(el("legend", "criterion__name", inWords(criterion) + other), choices);
    if (isTyped) choices.append(this.number(criterion));
    else choices.append(this.choice(criterion, null, "–"), ...marks.map((one) => this.choice(criterion, one, String(one))));
    return group;
  }

  number(criterion) {
    const box = Object.assign(document.createElement("input"), {
      type: "number", min: "0", max: String(this.scale), step: "any", className: "field__input",
      value: this.scores.get(criterion) ?? "", disabled: this.isReadOnly,
    });
    box.setAttribute("aria-label", `Score from 0 to ${this.scale}`);
    box.addEventListener("change", () => {
      this.scores.set(criterion, box.value === "" ? null : box.valueAsNumber);
      this.dispatchEvent(new CustomEvent("change"));
    });
    return box;
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
