// Everybody else in the room, and a connection to each of them. A meeting of two is the case of one.

import { Call } from "./call.js";

// So long a call goes on although the other's way to the room is lost: they mostly come back.
const PARTING_MS = 10000;
// After our own way was lost: who is there says so within this time.
const ROLL_CALL_MS = 5000;

export class Mesh extends EventTarget {
  // Events: "arrived", "left", "state" (detail: {peer, before}), "stream" (detail: {peer, stream}), "change".
  // A peer has `page`, `state` (mic, camera, screen), `call`, and what else the server tells of it.

  constructor({ send, person, isPolite }) {
    super();
    // `person(told)` names who it is, whichever page they are on; `isPolite(told)` whether we give way.
    Object.assign(this, { send, person, isPolite });
    this.peers = new Map();
    this.iceServers = null;
    this.audio = null;
    this.picture = null;
    this.rollCallUntil = 0;
  }

  get all() {
    return [...this.peers.values()];
  }

  // The server has greeted us; again, when the way to it was lost meanwhile.
  begin(iceServers) {
    const isFirst = !this.iceServers;
    this.iceServers = iceServers;
    if (isFirst) return;
    this.rollCallUntil = Date.now() + ROLL_CALL_MS;
    for (const peer of this.all) {
      peer.needsResume = true;
      this.part(peer, ROLL_CALL_MS);
    }
  }

  // Those of `told` are there. Who is missing has left on purpose when `gone`.
  show(told, gone) {
    const here = new Set(told.map(this.person));
    for (const peer of this.all) {
      if (here.has(peer.person)) continue;
      const rollCall = this.rollCallUntil - Date.now();
      if (gone) this.remove(peer);
      else if (rollCall > 0) this.part(peer, rollCall);
      else if (peer.call.state === "connected") this.part(peer, PARTING_MS);
      else this.remove(peer);
    }
    for (const one of told) this.meet(one);
    this.changed();
  }

  // What a peer's browser says of the connection.
  take(message) {
    this.all.find((peer) => peer.page === message.from)?.call.take(message);
  }

  use(audio, picture) {
    this.audio = audio;
    this.picture = picture;
    for (const peer of this.all) peer.call.use(audio, picture);
  }

  resume() {
    for (const peer of this.all) peer.call.resume();
  }

  close() {
    for (const peer of this.all) this.remove(peer);
    this.iceServers = null;
    this.changed();
  }

  meet(told) {
    const person = this.person(told);
    const known = this.peers.get(person);
    const peer = known ?? this.add(person, told);
    const before = peer.state;
    clearTimeout(peer.parting);
    peer.parting = 0;
    Object.assign(peer, told);
    peer.call.polite = this.isPolite(told);
    peer.call.meet(told.page);
    if (peer.needsResume) peer.call.resume();
    peer.needsResume = false;
    if (known) this.tell("state", { peer, before });
    else this.tell("arrived", { peer });
  }

  add(person, told) {
    const call = new Call({ polite: true, iceServers: this.iceServers, send: this.send });
    const peer = { ...told, person, call, parting: 0, needsResume: false };
    call.addEventListener("change", () => this.changed());
    call.addEventListener("stream", ({ detail }) => this.tell("stream", { peer, stream: detail }));
    call.use(this.audio, this.picture);
    this.peers.set(person, peer);
    return peer;
  }

  part(peer, milliseconds) {
    if (!peer.parting) peer.parting = setTimeout(() => this.remove(peer), milliseconds);
  }

  remove(peer) {
    clearTimeout(peer.parting);
    this.peers.delete(peer.person);
    peer.call.part();
    this.tell("left", { peer });
    this.changed();
  }

  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  changed() {
    this.dispatchEvent(new CustomEvent("change"));
  }
}
