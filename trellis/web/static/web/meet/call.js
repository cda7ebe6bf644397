// The connection to the other browser: perfect negotiation (W3C WebRTC, section 10.7), one microphone line
// and one picture line. Muting, cameras and screens replace tracks, so that they need no negotiation.

const PATIENCE_MS = 4000;

export class Call extends EventTarget {
  // Event "change": the state of the connection. Event "stream" (detail: what the other sends, or null).

  constructor({ polite, iceServers, send }) {
    super();
    this.polite = polite;
    this.iceServers = iceServers;
    this.send = send;
    this.peer = null;
    this.pc = null;
    this.audio = null;
    this.picture = null;
  }

  get state() {
    return this.pc?.connectionState ?? "none";
  }

  meet(page) {
    if (this.peer === page && this.pc) return;
    this.part();
    this.peer = page;
    this.connect();
    // Both could offer; that one begins spares a collision each time.
    if (!this.polite) {
      this.pc.addTransceiver("audio");
      this.pc.addTransceiver("video");
      this.feed();
    }
  }

  part() {
    clearTimeout(this.patience);
    if (this.pc) {
      this.pc.close();
      this.pc = null;
      this.dispatchEvent(new CustomEvent("stream", { detail: null }));
    }
    this.peer = null;
    this.changed();
  }

  use(audio, picture) {
    this.audio = audio;
    this.picture = picture;
    this.feed();
  }

  // The way to the server was interrupted: what was said meanwhile may be lost.
  async resume() {
    if (!this.pc) return;
    if (this.pc.signalingState === "have-local-offer") this.say("offer", this.pc.localDescription.sdp);
    else if (this.state !== "connected") this.pc.restartIce();
  }

  async take(message) {
    const pc = this.pc;
    if (!pc || message.from !== this.peer) return;
    try {
      if (message.type === "ice") await this.addCandidate(pc, message.candidate);
      else await this.addDescription(pc, { type: message.type, sdp: message.sdp });
    } catch (error) {
      if (pc === this.pc) console.error("negotiation", error);
    }
  }

  connect() {
    const pc = new RTCPeerConnection({ iceServers: this.iceServers });
    const stream = new MediaStream();
    this.pc = pc;
    this.making = false;
    this.ignoring = false;
    this.answering = false;
    pc.addEventListener("negotiationneeded", () => this.offer(pc));
    pc.addEventListener("icecandidate", ({ candidate }) => pc === this.pc && this.sayCandidate(candidate));
    pc.addEventListener("connectionstatechange", () => pc === this.pc && this.watch(pc));
    pc.addEventListener("track", ({ track }) => {
      stream.addTrack(track);
      this.dispatchEvent(new CustomEvent("stream", { detail: stream }));
    });
  }

  async offer(pc) {
    try {
      this.making = true;
      await pc.setLocalDescription();
      this.say("offer", pc.localDescription.sdp);
    } catch (error) {
      if (pc === this.pc) console.error("offer", error);
    } finally {
      this.making = false;
    }
  }

  async addDescription(pc, description) {
    const ready = !this.making && (pc.signalingState === "stable" || this.answering);
    this.ignoring = !this.polite && description.type === "offer" && !ready;
    if (this.ignoring) return;
    this.answering = description.type === "answer";
    try {
      await pc.setRemoteDescription(description);
    } finally {
      this.answering = false;
    }
    if (description.type !== "offer") return;
    this.feed();
    await pc.setLocalDescription();
    this.say("answer", pc.localDescription.sdp);
  }

  async addCandidate(pc, candidate) {
    try {
      await pc.addIceCandidate(candidate ?? undefined);
    } catch (error) {
      if (!this.ignoring) throw error;
    }
  }

  // Put our tracks on the lines that there are, and open lines that the other has made for both ways.
  feed() {
    for (const line of this.pc?.getTransceivers() ?? []) {
      const track = line.receiver.track.kind === "audio" ? this.audio : this.picture;
      if (line.sender.track !== track) line.sender.replaceTrack(track).catch((error) => console.error(error));
      if (line.direction === "recvonly") line.direction = "sendrecv";
    }
  }

  watch(pc) {
    clearTimeout(this.patience);
    if (pc.connectionState === "failed") pc.restartIce();
    // Most interruptions heal by themselves; one that does not is a changed network.
    if (pc.connectionState === "disconnected") {
      this.patience = setTimeout(() => pc === this.pc && pc.restartIce(), PATIENCE_MS);
    }
    this.changed();
  }

  say(type, sdp) {
    this.send({ type, sdp, to: this.peer });
  }

  sayCandidate(candidate) {
    this.send({ type: "ice", candidate: candidate?.toJSON() ?? null, to: this.peer });
  }

  changed() {
    this.dispatchEvent(new CustomEvent("change"));
  }
}
