// Choosing devices, and seeing that the microphone hears something.

const KINDS = { videoinput: "camera-choice", audioinput: "mic-choice", audiooutput: "speaker-choice" };
const byId = (id) => document.getElementById(id);

export class Devices {
  constructor(media, output) {
    this.media = media;
    this.output = output;
    this.panel = byId("settings");
    this.toggle = byId("settings-toggle");
    this.toggle.addEventListener("click", () => this.show(this.panel.hidden));
    this.panel.addEventListener("keydown", (event) => event.key === "Escape" && this.show(false));
    byId("camera-choice").addEventListener("change", (event) => media.choose("video", event.target.value));
    byId("mic-choice").addEventListener("change", (event) => media.choose("audio", event.target.value));
    byId("speaker-choice").addEventListener("change", (event) => output.setSinkId(event.target.value));
    byId("speaker-field").hidden = !("setSinkId" in output);
    media.addEventListener("change", () => this.refresh());
  }

  show(open) {
    this.panel.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
    this.refresh();
    if (open) byId("camera-choice").focus();
    else this.toggle.focus();
  }

  async refresh() {
    this.listen();
    const found = await this.media.devices();
    for (const [kind, id] of Object.entries(KINDS)) {
      this.fill(byId(id), found.filter((device) => device.kind === kind));
    }
  }

  fill(choice, devices) {
    const current = this.current(choice.id) || choice.value;
    const options = devices.map((device, index) => new Option(device.label || `Device ${index + 1}`, device.deviceId));
    choice.replaceChildren(...(options.length ? options : [new Option("None found", "")]));
    choice.disabled = options.length === 0;
    if (options.some((option) => option.value === current)) choice.value = current;
  }

  current(id) {
    const { audio, video } = this.media.tracks;
    if (id === "camera-choice") return video?.getSettings().deviceId;
    return id === "mic-choice" ? audio?.getSettings().deviceId : this.output.sinkId;
  }

  // The level is measured only while somebody looks at it.
  listen() {
    const track = this.panel.hidden ? null : this.media.tracks.audio;
    if (track === this.heard) return;
    this.heard = track;
    clearInterval(this.measuring);
    this.context?.close();
    this.context = null;
    byId("level").value = 0;
    if (track) this.measure(track);
  }

  measure(track) {
    this.context = new AudioContext();
    const analyser = this.context.createAnalyser();
    const samples = new Float32Array(analyser.fftSize);
    this.context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    this.measuring = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      byId("level").value = Math.min(1, Math.sqrt(power) * 4);
    }, 100);
  }
}
