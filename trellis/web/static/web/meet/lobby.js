// Before the call: how long until the door opens.

const SECOND = 1000;

export class Lobby {
  constructor({ room, announce, opened }) {
    this.opensAt = Date.parse(room.opens_at);
    this.startsAt = Date.parse(room.starts_at);
    // The server's clock decides when the door opens; this computer's may be wrong.
    this.ahead = Date.now() - Date.parse(room.now);
    this.announce = announce;
    this.opened = opened;
    this.isOpen = false;
    this.text = document.getElementById("lobby-text");
    this.countdown = document.getElementById("countdown");
    this.tick();
    this.ticking = setInterval(() => this.tick(), SECOND);
  }

  stop() {
    clearInterval(this.ticking);
  }

  tick() {
    const now = Date.now() - this.ahead;
    const untilStart = this.startsAt - now;
    if (now < this.opensAt) {
      this.text.textContent = "The room is not open yet. It opens in";
      this.countdown.textContent = inWords(this.opensAt - now);
      return;
    }
    this.text.textContent = untilStart > 0 ? "The room is open. The session starts in" : "The session has started.";
    this.countdown.textContent = untilStart > 0 ? inWords(untilStart) : "";
    this.countdown.hidden = untilStart <= 0;
    if (this.isOpen) return;
    this.isOpen = true;
    this.announce("The room is open. You can join now.");
    this.opened();
  }
}

function inWords(milliseconds) {
  const seconds = Math.ceil(milliseconds / SECOND);
  const days = Math.floor(seconds / 86400);
  const clock = [Math.floor((seconds % 86400) / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
  return days ? `${days} ${days === 1 ? "day" : "days"} ${clock}` : clock;
}
