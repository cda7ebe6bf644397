// Whoever is in the room beside the other one: a small tile for each.

const el = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

export class Guests {
  constructor(root, main) {
    this.root = root;
    this.main = main;
    this.tiles = new Map();
    this.sinkId = "";
    // Only where the browser can: devices.js asks.
    if ("setSinkId" in main) this.setSinkId = (id) => this.play(id);
  }

  show(peers) {
    const here = new Set(peers.map((peer) => peer.person));
    for (const [person, tile] of this.tiles) {
      if (here.has(person)) continue;
      tile.root.remove();
      this.tiles.delete(person);
    }
    for (const peer of peers) this.update(this.tiles.get(peer.person) ?? this.add(peer), peer);
    this.root.hidden = this.tiles.size === 0;
  }

  stream(peer, stream) {
    const tile = this.tiles.get(peer.person);
    if (tile) tile.video.srcObject = stream;
  }

  play(id) {
    this.sinkId = id;
    const videos = [this.main, ...[...this.tiles.values()].map((tile) => tile.video)];
    return Promise.all(videos.map((video) => video.setSinkId(id)));
  }

  add(peer) {
    const tile = {
      root: el("div", "stage__guest"),
      video: Object.assign(document.createElement("video"), { autoplay: true, playsInline: true }),
      note: el("p", "stage__note"),
      muted: el("span", "stage__muted", "microphone off"),
    };
    const name = el("p", "stage__name", `${peer.name} `);
    tile.root.dataset.person = peer.person;
    tile.video.setAttribute("aria-label", `Video of ${peer.name}`);
    name.append(tile.muted);
    tile.root.append(tile.video, tile.note, name);
    if (this.sinkId) tile.video.setSinkId(this.sinkId);
    this.root.append(tile.root);
    this.tiles.set(peer.person, tile);
    return tile;
  }

  update(tile, peer) {
    const sends = peer.state.camera || peer.state.screen;
    tile.note.hidden = sends;
    tile.note.textContent = "Camera is off";
    tile.video.classList.toggle("stage__video--hidden", !sends);
    tile.muted.hidden = peer.state.mic;
  }
}
