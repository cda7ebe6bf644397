// Has this browser show notifications, or not, as its person wants.
(function () {
  "use strict";

  // Who has switched it on here: a browser may have several people, and nobody is told for another.
  const WHOSE = "trellis-push-person";

  const facts = document.getElementById("push");
  const here = document.querySelector("[data-push]");
  if (!facts || !here) return;
  const words = here.querySelector("[data-push-words]");
  const on = here.querySelector("[data-push-on]");
  const off = here.querySelector("[data-push-off]");

  function say(sentence, { canStart = false, canStop = false } = {}) {
    words.textContent = sentence;
    on.hidden = !canStart;
    off.hidden = !canStop;
  }

  function showOn() {
    say("This browser shows your notifications.", { canStop: true });
  }

  function showOff(sentence) {
    say(sentence || "This browser shows none.", { canStart: true });
  }

  function keyOfSite() {
    const text = facts.dataset.key.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(text + "=".repeat((4 - (text.length % 4)) % 4)), (letter) => letter.charCodeAt(0));
  }

  function isOfKey(subscription, key) {
    const used = new Uint8Array(subscription.options.applicationServerKey || new ArrayBuffer(0));
    return used.length === key.length && used.every((part, at) => part === key[at]);
  }

  async function tell(subscription, isOff) {
    const answer = await fetch(facts.dataset.tell, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": here.querySelector("[name=csrfmiddlewaretoken]").value,
      },
      body: JSON.stringify({ ...subscription.toJSON(), off: isOff }),
    });
    if (answer.ok) return;
    const isJSON = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    throw new Error(isJSON ? (await answer.json()).detail : "That did not work. Reload the page, and try again.");
  }

  async function subscribed(registration) {
    const key = keyOfSite();
    const before = await registration.pushManager.getSubscription();
    if (before && isOfKey(before, key)) return before;
    if (before) await before.unsubscribe();
    return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  }

  async function start() {
    if ((await Notification.requestPermission()) !== "granted") return look();
    await navigator.serviceWorker.register(facts.dataset.worker);
    const subscription = await subscribed(await navigator.serviceWorker.ready);
    await tell(subscription, false);
    localStorage.setItem(WHOSE, facts.dataset.person);
    return showOn();
  }

  async function stop() {
    const subscription = await current();
    if (subscription) {
      await tell(subscription, true);
      await subscription.unsubscribe();
    }
    localStorage.removeItem(WHOSE);
    showOff();
  }

  async function current() {
    const registration = await navigator.serviceWorker.getRegistration();
    return registration ? registration.pushManager.getSubscription() : null;
  }

  async function look() {
    if (Notification.permission === "denied") {
      return say("Notifications of this site are blocked in the settings of this browser.");
    }
    const subscription = await current();
    const isTheirs = localStorage.getItem(WHOSE) === facts.dataset.person;
    if (!subscription || !isTheirs || Notification.permission !== "granted") return showOff();
    // They may have signed in again since, and the key of the site may be another one.
    return start();
  }

  async function attempt(act) {
    on.disabled = off.disabled = true;
    try {
      await act();
    } catch (error) {
      showOff(error.message || "That did not work. Try again in a moment.");
    }
    on.disabled = off.disabled = false;
  }

  here.hidden = false;
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
    say("This browser cannot show notifications. On an iPhone or iPad, put Trellis on the home screen first.");
    return;
  }
  on.addEventListener("click", () => attempt(start));
  off.addEventListener("click", () => attempt(stop));
  attempt(look);
})();
