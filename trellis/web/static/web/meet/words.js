// What a room says to whoever sits in front of it, and how it shows them themselves.

export const byId = (id) => document.getElementById(id);

const unsaid = [];
let isSaying = false;

// One sentence after the other: of several that come at once none is lost.
export function announce(sentence) {
  unsaid.push(sentence);
  if (!isSaying) sayNext();
}

function sayNext() {
  const sentence = unsaid.shift();
  isSaying = sentence !== undefined;
  if (!isSaying) return;
  // An empty region first: the same words twice are otherwise said once.
  byId("announcer").textContent = "";
  setTimeout(() => { byId("announcer").textContent = sentence; }, 50);
  setTimeout(sayNext, 700);
}

export function alertUser(sentence) {
  byId("alert").textContent = sentence;
  byId("alert").hidden = !sentence;
}

export function label(id, words, isOff) {
  const button = byId(id);
  button.querySelector("span").textContent = words;
  button.classList.toggle("meet__button--off", isOff);
}

// The own picture, and what the buttons do next.
export function showOwnMedia(media) {
  const { mic, camera, screen } = media.state;
  const video = byId("own-video");
  const shown = video.srcObject?.getTracks()[0] ?? null;
  if (shown !== media.picture) video.srcObject = media.picture ? new MediaStream([media.picture]) : null;
  byId("own-note").hidden = camera || screen;
  byId("own-muted").hidden = mic;
  label("mic", mic ? "Mute" : "Unmute", !mic);
  label("camera", camera ? "Stop video" : "Start video", !camera);
  label("screen", screen ? "Stop sharing" : "Share screen", false);
}
