// A clock in a worker: a page in the background has its own slowed down to one tick a second.

let ticking = 0;
addEventListener("message", ({ data }) => {
  clearInterval(ticking);
  if (data) ticking = setInterval(() => postMessage(0), data);
});
