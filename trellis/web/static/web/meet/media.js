// The user's own camera, microphone and screen.

const WHY = {
  NotAllowedError: "Your browser may not use it. Allow it in the address bar, then try again.",
  NotFoundError: "No such device was found.",
  NotReadableError: "Another program uses it.",
  OverconstrainedError: "The chosen device is gone. Choose another under “Devices”.",
};

export class Media extends EventTarget {
  // Event "change": something was switched. Event "problem" (detail: a sentence for the user).

  constructor() {
    super();
    this.tracks = { audio: null, video: null, screen: null };
    this.chosen = { audio: "", video: "" };
    // Asked for meanwhile and superseded: the later wish counts.
    this.wishes = { audio: 0, video: 0 };
    navigator.mediaDevices?.addEventListener("devicechange", () => this.changed());
  }

  get state() {
    const { audio, video, screen } = this.tracks;
    return { mic: Boolean(audio?.enabled), camera: Boolean(video), screen: Boolean(screen) };
  }

  // What the other is to see: the screen while it is shared.
  get picture() {
    return this.tracks.screen ?? this.tracks.video;
  }

  async start() {
    await this.open("video");
    await this.open("audio");
  }

  async open(kind) {
    if (!navigator.mediaDevices) {
      this.problem("This page must be opened over https, or the browser gives it no camera and microphone.");
      return;
    }
    const wish = ++this.wishes[kind];
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ [kind]: this.constraints(kind) });
      const [track] = stream.getTracks();
      if (wish !== this.wishes[kind]) {
        track.stop();
        return;
      }
      this.put(kind, track);
    } catch (error) {
      const name = kind === "video" ? "Camera" : "Microphone";
      this.problem(`${name}: ${WHY[error.name] ?? error.message}`);
    }
    this.changed();
  }

  close(kind) {
    if (kind in this.wishes) this.wishes[kind] += 1;
    this.tracks[kind]?.stop();
    this.tracks[kind] = null;
    this.changed();
  }

  closeAll() {
    for (const kind of Object.keys(this.tracks)) this.close(kind);
  }

  async toggleCamera() {
    // Off means off, with its light: the track is ended, not merely black.
    if (this.tracks.video) this.close("video");
    else await this.open("video");
  }

  async toggleMicrophone() {
    const track = this.tracks.audio;
    if (!track) {
      await this.open("audio");
      return;
    }
    track.enabled = !track.enabled;
    this.changed();
  }

  async toggleScreen() {
    if (this.tracks.screen) {
      this.close("screen");
      return;
    }
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia({ video: true });
      const [track] = stream.getVideoTracks();
      track.contentHint = "detail";
      this.put("screen", track);
    } catch (error) {
      if (error.name !== "NotAllowedError") this.problem(`Screen: ${error.message}`);
    }
    this.changed();
  }

  async choose(kind, deviceId) {
    this.chosen[kind] = deviceId;
    const wasMuted = this.tracks[kind] && !this.tracks[kind].enabled;
    if (!this.tracks[kind]) return;
    await this.open(kind);
    if (wasMuted && this.tracks[kind]) this.tracks[kind].enabled = false;
    this.changed();
  }

  async devices() {
    return (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  }

  constraints(kind) {
    const device = this.chosen[kind] ? { deviceId: { exact: this.chosen[kind] } } : {};
    return kind === "video"
      ? { ...device, width: { ideal: 1280 }, height: { ideal: 720 } }
      : { ...device, echoCancellation: true, noiseSuppression: true };
  }

  put(kind, track) {
    this.tracks[kind]?.stop();
    this.tracks[kind] = track;
    // Unplugged, taken away, or "stop sharing" pressed in the browser's own bar.
    track.addEventListener("ended", () => this.tracks[kind] === track && this.close(kind));
  }

  problem(sentence) {
    this.dispatchEvent(new CustomEvent("problem", { detail: sentence }));
  }

  changed() {
    this.dispatchEvent(new CustomEvent("change"));
  }
}
