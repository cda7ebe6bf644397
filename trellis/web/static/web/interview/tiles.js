// A tile for everybody in the room: picture, name, what of theirs is off.

const el = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

class Tile {
  constructor(peer) {
    this.root = el("div", "tile");
    this.video = Object.assign(el("video", "tile__video"), { autoplay: true, playsInline: true });
    this.note = el("p", "tile__note");
    this.name = el("span", "");
    this.badge = el("span", "tile__badge", "muted");
    const line = el("p", "tile__name");
    this.name.textContent = peer.name;
    this.video.setAttribute("aria-label", `Video of ${peer.name}`);
    line.append(this.name, " ", this.badge);
    this.root.append(this.video, this.note, line);
    this.root.dataset.name = peer.name;
    this.show(peer);
  }

  show(peer) {
    const sends = peer.state.camera || peer.state.screen;
    const connected = peer.call.state === "connected";
    this.note.hidden = sends && connected;
    this.note.textContent = connected ? `${peer.name}’s camera is off` : `Connecting to ${peer.name} …`;
    this.video.classList.toggle("tile__video--hidden", !sends);
    this.badge.hidden = peer.state.mic;
    this.root.classList.toggle("tile--screen", peer.state.screen);
  }
}

export class Tiles {
  constructor(root) {
    this.root = root;
    this.tiles = new Map();
    this.sinkId = "";
    // Only where the browser can: devices.js asks.
    if ("setSinkId" in HTMLMediaElement.prototype) this.setSinkId = (id) => this.play(id);
    this.count();
  }

  get shown() {
    return [...this.tiles.values()];
  }

  add(peer) {
    const tile = new Tile(peer);
    if (this.sinkId) tile.video.setSinkId(this.sinkId);
    this.tiles.set(peer.person, tile);
    this.root.prepend(tile.root);
    this.count();
  }

  remove(peer) {
    this.tiles.get(peer.person)?.root.remove();
    this.tiles.delete(peer.person);
    this.count();
  }

  update(peers) {
    for (const peer of peers) this.tiles.get(peer.person)?.show(peer);
  }

  stream(peer, stream) {
    const tile = this.tiles.get(peer.person);
    if (tile) tile.video.srcObject = stream;
  }

  play(id) {
    this.sinkId = id;
    return Promise.all(this.shown.map((tile) => tile.video.setSinkId(id)));
  }

  count() {
    this.root.dataset.count = String(this.root.children.length);
  }
}
