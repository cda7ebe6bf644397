// The meeting room: puts lobby, devices, signalling, call and chat together.

import { Chat } from "./meet/chat.js";
import { Devices } from "./meet/devices.js";
import { Guests } from "./meet/guests.js";
import { Lobby } from "./meet/lobby.js";
import { Media } from "./meet/media.js";
import { Mesh } from "./meet/mesh.js";
import { shortcuts } from "./meet/shortcuts.js";
import { Signal } from "./meet/signal.js";
import { alertUser, announce, byId, showOwnMedia } from "./meet/words.js";

const room = JSON.parse(byId("room").textContent);
const page = crypto.getRandomValues(new Uint32Array(4)).join("-");
const root = document.querySelector(".meet");
const FAREWELL = {
  1000: ["You have left", "You can come back while the room is open."],
  4401: ["You are signed out", "Sign in again, then come back to this page."],
  4403: ["The room is closed", "The session is over, or it was moved or cancelled."],
  4404: ["This room does not exist any more", "Look at your bookings."],
  4409: ["You have joined in another tab", "This one has stepped aside. You can go on here instead."],
};

const media = new Media();
const signal = new Signal(room.socket, () => ({ page, ...media.state }));
// In the room of somebody under 18 there are more than two: who guards them, without whom nobody meets.
const guests = byId("guests") && new Guests(byId("guests"), byId("other-video"));
const devices = new Devices(media, guests ?? byId("other-video"));
const chat = new Chat({
  panel: byId("chat"), toggle: byId("chat-toggle"), unread: byId("unread"), log: byId("chat-log"),
  form: byId("chat-form"), text: byId("chat-text"), other: room.other,
});
const lobby = new Lobby({ room, announce, opened: () => { byId("join").disabled = false; } });
let isPolite = false;
let isLost = false;
let hasEnded = false;
// Whether nobody is met before a guardian is there.
let isHeldApart = Boolean(room.awaited);
const mesh = new Mesh({
  send: (said) => signal.send(said),
  // Where there is one other person it is them, whichever page they come with.
  person: (told) => told.person ?? "other",
  // Of any two, who comes later of mentor, mentee and guardians: both pages agree.
  isPolite: (told) => (told.person ? rank(room.person) > rank(told.person) : isPolite),
});
const rank = (person) => ["mentor", "mentee"].indexOf(person) + 1 || 2 + Number(person.split("-")[1]);
const other = () => mesh.all.find((peer) => peer.person === room.main);
const nameOf = (peer) => (peer.person === room.main ? room.other : peer.name);

// --- Words -----------------------------------------------------------------------------------------

function showStatus() {
  const words = statusInWords();
  if (byId("status").textContent === words) return;
  byId("status").textContent = words;
  announce(words);
}

function statusInWords() {
  if (isLost) return "Connection lost, trying again …";
  if (isHeldApart) return `Waiting for ${room.awaited} …`;
  const peer = other();
  if (!peer) return `Waiting for ${room.other} …`;
  const { state } = peer.call;
  if (state === "connected") return `Connected with ${room.other}`;
  if (state === "failed" || state === "disconnected") return `Connection to ${room.other} interrupted …`;
  return `Connecting to ${room.other} …`;
}

// --- Pictures --------------------------------------------------------------------------------------

function showOwn() {
  const { camera, screen } = media.state;
  showOwnMedia(media);
  byId("own-tile").classList.toggle("stage__own--mirrored", camera && !screen);
}

function showOther() {
  const peer = other();
  const state = peer?.state ?? NOTHING;
  const sends = peer && (state.camera || state.screen);
  byId("other-note").hidden = sends;
  const awaited = isHeldApart ? room.awaited : room.other;
  byId("other-note").textContent = peer ? `${room.other}’s camera is off` : `Waiting for ${awaited} …`;
  byId("other-video").classList.toggle("stage__video--hidden", !sends);
  byId("other-muted").hidden = !peer || state.mic;
  guests?.show(mesh.all.filter((each) => each !== peer));
}

function tellOther(before, peer) {
  const { state } = peer;
  if (before.mic !== state.mic) announce(`${nameOf(peer)}’s microphone is ${state.mic ? "on" : "off"}`);
  if (before.screen !== state.screen) announce(`${nameOf(peer)} ${state.screen ? "shares the screen" : "has stopped sharing"}`);
}

function showStream(peer, stream) {
  if (peer.person === room.main) byId("other-video").srcObject = stream;
  else guests?.stream(peer, stream);
}

// --- The room --------------------------------------------------------------------------------------

const NOTHING = { mic: false, camera: false, screen: false };

function greeted(message) {
  isLost = false;
  isPolite = message.polite;
  mesh.begin(message.ice_servers);
  showStatus();
}

function arrived(message) {
  isHeldApart = Boolean(room.awaited) && !message.peers.length;
  mesh.show(message.peers, message.gone);
}

function heardChat(message) {
  const peer = mesh.all.find((each) => each.page === message.from);
  const name = peer ? nameOf(peer) : room.other;
  if (chat.take(message, name)) announce(`Message from ${name}: ${message.text}`);
}

function heard(message) {
  if (message.type === "hello") greeted(message);
  else if (message.type === "peers") arrived(message);
  else if (message.type === "resync") mesh.resume();
  else if (message.type === "chat") heardChat(message);
  else if (message.type === "error") {
    if (message.code !== "invalid") console.warn(message.detail);
  } else mesh.take(message);
}

function join() {
  lobby.stop();
  alertUser("");
  root.dataset.view = "call";
  byId("lobby").hidden = true;
  if (!devices.panel.hidden) devices.show(false);
  byId("mic").focus({ preventScroll: true });
  root.scrollIntoView();
  showOther();
  showStatus();
  signal.open();
}

function end({ code }) {
  const [title, text] = FAREWELL[code] ?? FAREWELL[1000];
  hasEnded = true;
  media.closeAll();
  mesh.close();
  root.dataset.view = "ended";
  chat.panel.hidden = true;
  byId("lobby").hidden = false;
  byId("lobby-title").textContent = title;
  byId("lobby-text").textContent = text;
  byId("countdown").hidden = true;
  const again = byId("join");
  again.hidden = code === 4403 || code === 4404;
  again.disabled = false;
  again.textContent = code === 4401 ? "Sign in again" : "Come back";
  again.replaceWith(again.cloneNode(true));
  byId("join").addEventListener("click", () => location.reload());
  byId("lobby-title").focus();
}

signal.addEventListener("message", ({ detail }) => heard(detail));
signal.addEventListener("lost", () => { isLost = true; showStatus(); });
signal.addEventListener("final", ({ detail }) => end(detail));
mesh.addEventListener("change", () => { showOther(); showStatus(); });
mesh.addEventListener("state", ({ detail }) => tellOther(detail.before, detail.peer));
mesh.addEventListener("stream", ({ detail }) => showStream(detail.peer, detail.stream));
mesh.addEventListener("left", ({ detail }) => {
  // Who is held apart from all of them has not seen them leave.
  if (!hasEnded && !isHeldApart) announce(`${nameOf(detail.peer)} has left`);
});
media.addEventListener("problem", ({ detail }) => alertUser(detail));
media.addEventListener("change", () => {
  showOwn();
  mesh.use(media.tracks.audio, media.picture);
  signal.send({ type: "state", ...media.state });
});
chat.addEventListener("send", (event) => {
  if (mesh.all.length && signal.send({ type: "chat", ...event.detail })) return;
  event.preventDefault();
  const awaited = isHeldApart ? room.awaited : room.other;
  announce(`Not sent: ${awaited} is not in the room.`);
  alertUser(`Your message was not sent: ${awaited} is not in the room.`);
});

byId("mic").addEventListener("click", () => media.toggleMicrophone());
byId("camera").addEventListener("click", () => media.toggleCamera());
byId("screen").addEventListener("click", () => media.toggleScreen());
byId("screen").hidden = !navigator.mediaDevices?.getDisplayMedia;
shortcuts({ KeyM: byId("mic"), KeyV: byId("camera"), KeyS: byId("screen"), KeyC: byId("chat-toggle") });
byId("join").addEventListener("click", join);
byId("leave").addEventListener("click", () => { signal.leave(); end({ code: 1000 }); });
addEventListener("pagehide", () => signal.leave());

showOwn();
media.start().then(() => devices.refresh());
