// What a recording shows and sounds like: all tiles in one picture, everybody's sound in one track.

const WIDTH = 1280;
const HEIGHT = 720;
const FRAMES_PER_SECOND = 12;
const NAME_HEIGHT = 32;

export class Composer {
  // `scene()` gives [{video, name, isShown}], `sounds()` gives audio tracks by the names of who speaks.

  constructor({ scene, sounds }) {
    Object.assign(this, { scene, sounds });
    this.canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
    this.pen = this.canvas.getContext("2d", { alpha: false });
    this.audio = new AudioContext();
    this.mix = this.audio.createMediaStreamDestination();
    this.sources = new Map();
    // Without it a silent room gives no audio data, and some players no duration.
    const silence = this.audio.createConstantSource();
    const nothing = this.audio.createGain();
    nothing.gain.value = 0;
    silence.connect(nothing).connect(this.mix);
    silence.start();
    this.ticker = new Worker(new URL("./ticker.js", import.meta.url));
    this.ticker.addEventListener("message", () => this.draw());
  }

  start() {
    this.audio.resume();
    this.draw();
    this.ticker.postMessage(1000 / FRAMES_PER_SECOND);
    const [picture] = this.canvas.captureStream(FRAMES_PER_SECOND).getVideoTracks();
    return new MediaStream([picture, ...this.mix.stream.getAudioTracks()]);
  }

  stop() {
    this.ticker.terminate();
    this.audio.close();
  }

  draw() {
    this.listen();
    const tiles = this.scene();
    const columns = Math.ceil(Math.sqrt(tiles.length));
    const rows = Math.ceil(tiles.length / columns);
    this.pen.fillStyle = "#0d120f";
    this.pen.fillRect(0, 0, WIDTH, HEIGHT);
    tiles.forEach((tile, index) => {
      const width = WIDTH / columns;
      const height = HEIGHT / rows;
      this.paint(tile, { x: (index % columns) * width, y: Math.floor(index / columns) * height, width, height });
    });
  }

  paint({ video, name, isShown }, box) {
    const { videoWidth, videoHeight } = video;
    if (isShown && videoWidth) {
      const scale = Math.min(box.width / videoWidth, box.height / videoHeight);
      const width = videoWidth * scale;
      const height = videoHeight * scale;
      this.pen.drawImage(video, box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height);
    }
    this.pen.fillStyle = "rgb(0 0 0 / 65%)";
    this.pen.fillRect(box.x, box.y + box.height - NAME_HEIGHT, box.width, NAME_HEIGHT);
    this.pen.fillStyle = "#ffffff";
    this.pen.font = "18px sans-serif";
    this.pen.fillText(name, box.x + 10, box.y + box.height - 10, box.width - 20);
  }

  // People come, go and change microphones while it records.
  listen() {
    const wanted = new Set(this.sounds().filter((track) => track.readyState === "live"));
    for (const [track, source] of this.sources) {
      if (wanted.has(track)) continue;
      source.disconnect();
      this.sources.delete(track);
    }
    for (const track of wanted) {
      if (this.sources.has(track)) continue;
      const source = this.audio.createMediaStreamSource(new MediaStream([track]));
      source.connect(this.mix);
      this.sources.set(track, source);
    }
  }
}
