// Alt + Shift + a letter: with two keys held, typing is never taken for it, and browsers leave it free.

export function shortcuts(buttons) {
  addEventListener("keydown", (event) => {
    if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey || event.repeat) return;
    const button = buttons[event.code];
    if (!button || button.hidden || button.disabled || !button.offsetParent) return;
    event.preventDefault();
    button.click();
  });
}
