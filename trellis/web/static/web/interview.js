// The interview's room: puts lobby, devices, signalling, connections, chat, panel and recording together.

import { Panel } from "./interview/panel.js";
import { Recorder } from "./interview/recorder.js";
import { Tiles } from "./interview/tiles.js";
import { Chat } from "./meet/chat.js";
import { Devices } from "./meet/devices.js";
import { Media } from "./meet/media.js";
import { Mesh } from "./meet/mesh.js";
import { shortcuts } from "./meet/shortcuts.js";
import { Signal } from "./meet/signal.js";
import { alertUser, announce, byId, label, showOwnMedia } from "./meet/words.js";

const room = JSON.parse(byId("room").textContent);
// The invitation must not stay in the address bar, in the history and in what is copied from there.
history.replaceState(null, "", room.address);
const page = crypto.getRandomValues(new Uint32Array(4)).join("-");
const root = document.querySelector(".meet");
// The server's word on our own microphone may be older than our last switch of it.
const SETTLING_MS = 3000;
const FAREWELL = {
  1000: ["You have left the interview", "You can come back while it goes on."],
  4401: room.invitation
    ? ["Your invitation works no longer", "Ask your interviewers for a new one."]
    : ["You are signed out", "Sign in again, then come back to this page."],
  4403: ["This interview is over", "Thank you for taking part."],
  4404: ["This interview is not open to you any more", "Ask whoever runs it."],
  4409: ["You have joined in another tab", "This one has stepped aside. You can go on here instead."],
  full: ["The interview is full", "Eight people are inside. Try again when somebody has left."],
  needs: ["The interview cannot start yet", "Something that the candidate needs is not ready. It starts once that is met, or the candidate does without."],
};

const media = new Media();
const tiles = new Tiles(byId("tiles"));
const auth = room.invitation ? () => ({ invitation: room.invitation }) : null;
const signal = new Signal(room.socket, () => (isJoined ? { page, ...media.state } : null), auth);
const mesh = new Mesh({
  send: (said) => signal.send(said),
  person: (told) => told.participant ?? told.page,
  isPolite: (told) => page < told.page,
});
const devices = new Devices(media, tiles);
const chat = new Chat({
  panel: byId("chat"), toggle: byId("chat-toggle"), unread: byId("unread"), log: byId("chat-log"),
  form: byId("chat-form"), text: byId("chat-text"), other: "",
});
const panel = byId("panel") ? new Panel() : null;
const recorder = room.can_record && Recorder.isPossible
  ? new Recorder({ api: panel.api, session: room.session, scene, sounds })
  : null;
let isJoined = false;
let isLost = false;
let hasEnded = false;
let inside = [];
let iceServers = [];
let switchedAt = 0;
let correcting = 0;

// --- Words -----------------------------------------------------------------------------------------

function showStatus() {
  const words = statusInWords();
  if (byId("status").textContent === words) return;
  byId("status").textContent = words;
  announce(words);
}

function statusInWords() {
  if (isLost) return "Connection lost, trying again …";
  const connected = mesh.all.filter((peer) => peer.call.state === "connected").length;
  if (!mesh.all.length) return "Waiting for the others …";
  if (connected < mesh.all.length) return `Connecting: ${connected} of ${mesh.all.length} …`;
  return connected === 1 ? `Connected with ${mesh.all[0].name}` : `Connected with ${connected} people`;
}

// --- Pictures --------------------------------------------------------------------------------------

function showOwn() {
  const { camera, screen } = media.state;
  showOwnMedia(media);
  byId("own-tile").classList.toggle("tile--mirrored", camera && !screen);
  byId("own-tile").classList.toggle("tile--screen", screen);
}

function scene() {
  const { camera, screen } = media.state;
  const others = mesh.all.map((peer) => ({
    video: tiles.tiles.get(peer.person).video, name: peer.name, isShown: peer.state.camera || peer.state.screen,
  }));
  return [...others, { video: byId("own-video"), name: room.name, isShown: camera || screen }];
}

function sounds() {
  const others = tiles.shown.flatMap((tile) => tile.video.srcObject?.getAudioTracks() ?? []);
  return media.tracks.audio ? [...others, media.tracks.audio] : others;
}

// --- The room --------------------------------------------------------------------------------------

function greeted(message) {
  isLost = false;
  iceServers = message.ice_servers;
  byId("join").disabled = false;
  showRecorded(message.recording);
  if (isJoined) mesh.begin(iceServers);
  showStatus();
}

function showInside(peers) {
  inside = peers;
  byId("nobody").hidden = peers.length > 0;
  byId("inside").hidden = peers.length === 0;
  byId("inside").replaceChildren(...peers.map(({ name, role }) => {
    const words = `${name}, ${role === "member" ? "interviewer" : "candidate"}`;
    return Object.assign(document.createElement("li"), { textContent: words });
  }));
}

function showRecorded(isRecorded) {
  byId("recorded").hidden = !isRecorded;
  if (!recorder) return;
  const button = byId("record");
  button.disabled = recorder.state === "saving" || recorder.state === "starting"
    || (isRecorded && recorder.state === "off");
  button.classList.toggle("meet__button--recording", recorder.state === "on");
  label("record", { off: "Record", starting: "Starting …", on: "Stop recording", saving: "Saving …" }[recorder.state], false);
}

function heardOfParticipant({ participant, own, event }) {
  if (own) {
    if (event === "muted" || event === "camera") heardOfOwn(participant);
    return;
  }
  const peer = mesh.peers.get(participant.id);
  if (!peer) return;
  const before = peer.state;
  peer.state = { ...before, mic: !participant.is_muted, camera: participant.is_camera_on };
  tiles.update([peer]);
  tellOfPeer(peer, before);
}

// Switched over the API. Off is done; on is not: nobody but the person here opens microphone or camera.
function heardOfOwn({ is_muted: isMuted, is_camera_on: isCameraOn }) {
  const { mic, camera } = media.state;
  if (isMuted === !mic && isCameraOn === camera) return;
  clearTimeout(correcting);
  if (Date.now() - switchedAt < SETTLING_MS) {
    correcting = setTimeout(sendState, SETTLING_MS);
    return;
  }
  if (isMuted && mic) media.toggleMicrophone().then(() => announce("Your microphone was switched off."));
  if (!isCameraOn && camera) media.toggleCamera().then(() => announce("Your camera was switched off."));
  if ((!isMuted && !mic) || (isCameraOn && !camera)) sendState();
}

function tellOfPeer(peer, before) {
  const now = peer.state;
  if (before.mic !== now.mic) announce(`${peer.name}’s microphone is ${now.mic ? "on" : "off"}`);
  if (before.screen !== now.screen) announce(`${peer.name} ${now.screen ? "shares the screen" : "has stopped sharing"}`);
}

function sendState() {
  if (isJoined) signal.send({ type: "state", ...media.state });
}

const HEARD = {
  hello: greeted,
  peers: (message) => (isJoined ? mesh.show(message.peers, message.gone) : showInside(message.peers)),
  resync: () => mesh.resume(),
  participant: heardOfParticipant,
  recording: ({ event }) => showRecorded(event === "started"),
  interview: () => panel?.changedElsewhere(),
  session: () => {},
  revoked: () => {},
  chat: (message) => {
    const name = mesh.all.find((peer) => peer.page === message.from)?.name ?? "Somebody";
    if (chat.take(message, name)) announce(`Message from ${name}: ${message.text}`);
  },
  error: ({ code, detail }) => code !== "invalid" && console.warn(detail),
};

function join() {
  isJoined = true;
  alertUser("");
  root.dataset.view = "call";
  byId("lobby").hidden = true;
  if (!devices.panel.hidden) devices.show(false);
  byId("mic").focus({ preventScroll: true });
  root.scrollIntoView();
  signal.send({ type: "hello", page, ...media.state });
  mesh.begin(iceServers);
  mesh.show(inside, false);
  showStatus();
}

async function leave() {
  if (recorder && recorder.state !== "off") {
    byId("leave").disabled = true;
    announce("Saving the recording before you leave …");
    await recorder.stop();
    byId("leave").disabled = false;
  }
  signal.leave();
  end({ code: 1000, reason: "" });
}

function end({ code, reason }) {
  if (hasEnded) return;
  const [title, text] = FAREWELL[reason] ?? FAREWELL[code] ?? FAREWELL[1000];
  hasEnded = true;
  recorder?.stop();
  isJoined = false;
  media.closeAll();
  mesh.close();
  root.dataset.view = "ended";
  chat.panel.hidden = true;
  byId("recorded").hidden = true;
  byId("lobby").hidden = false;
  byId("lobby-title").textContent = title;
  byId("lobby-text").textContent = text;
  const again = byId("join");
  again.hidden = code === 4404 || (code === 4403 && !["full", "needs"].includes(reason)) || (code === 4401 && Boolean(room.invitation));
  again.disabled = false;
  again.textContent = code === 4401 ? "Sign in again" : "Come back";
  again.removeEventListener("click", join);
  again.addEventListener("click", () => location.reload());
  byId("lobby-title").focus();
}

signal.addEventListener("message", ({ detail }) => (HEARD[detail.type] ?? ((said) => mesh.take(said)))(detail));
signal.addEventListener("lost", () => { isLost = true; byId("join").disabled = true; showStatus(); });
signal.addEventListener("final", ({ detail }) => end(detail));
mesh.addEventListener("arrived", ({ detail: { peer } }) => { tiles.add(peer); announce(`${peer.name} is here`); });
mesh.addEventListener("left", ({ detail: { peer } }) => {
  tiles.remove(peer);
  if (!hasEnded) announce(`${peer.name} has left`);
});
mesh.addEventListener("state", ({ detail }) => tellOfPeer(detail.peer, detail.before));
mesh.addEventListener("stream", ({ detail }) => tiles.stream(detail.peer, detail.stream));
mesh.addEventListener("change", () => { tiles.update(mesh.all); showStatus(); });
media.addEventListener("problem", ({ detail }) => alertUser(detail));
media.addEventListener("change", () => {
  switchedAt = Date.now();
  showOwn();
  mesh.use(media.tracks.audio, media.picture);
  sendState();
});
chat.addEventListener("send", (event) => {
  if (mesh.all.length && signal.send({ type: "chat", ...event.detail })) return;
  event.preventDefault();
  announce("Not sent: nobody else is in the room.");
  alertUser("Your message was not sent: nobody else is in the room.");
});

byId("mic").addEventListener("click", () => media.toggleMicrophone());
byId("camera").addEventListener("click", () => media.toggleCamera());
byId("screen").addEventListener("click", () => media.toggleScreen());
byId("screen").hidden = !navigator.mediaDevices?.getDisplayMedia;
byId("join").addEventListener("click", join);
byId("leave").addEventListener("click", leave);
panel?.attach(byId("panel-toggle"));
shortcuts({
  KeyM: byId("mic"), KeyV: byId("camera"), KeyS: byId("screen"), KeyC: byId("chat-toggle"), KeyN: byId("panel-toggle"),
});
addEventListener("pagehide", () => signal.leave());
addEventListener("pageshow", (event) => event.persisted && location.reload());
addEventListener("beforeunload", (event) => {
  if (recorder && recorder.state !== "off") event.preventDefault();
});

if (recorder) {
  byId("record").addEventListener("click", () => (recorder.state === "on" ? recorder.stop() : recorder.start()));
  recorder.addEventListener("problem", ({ detail }) => { alertUser(detail); });
  recorder.addEventListener("change", () => {
    showRecorded(recorder.state === "on" || (recorder.state === "starting" && !byId("recorded").hidden));
    byId("upload").hidden = recorder.state === "off" || recorder.state === "starting";
  });
  recorder.addEventListener("progress", ({ detail: { sent, waiting } }) => {
    byId("upload-words").textContent = `Recording: ${sent} of ${sent + waiting} pieces saved`;
    byId("upload-progress").max = sent + waiting || 1;
    byId("upload-progress").value = sent;
  });
} else if (byId("record")) {
  byId("record").hidden = true;
}

showOwn();
signal.open();
media.start().then(() => devices.refresh());
