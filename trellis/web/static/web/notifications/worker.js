// Shows what this site sends, though no page of it is open, and leads to what it is about.
"use strict";

const FRONT = "/notifications/";

function read(event) {
  try {
    return event.data.json();
  } catch (error) {
    // The browser demands that something is shown.
    return { title: "There is news for you", url: FRONT };
  }
}

function shown(told) {
  return self.registration.showNotification(told.title, {
    body: told.body || "",
    tag: told.tag || "",
    silent: told.silent === true,
    data: { url: told.url || FRONT },
  });
}

async function lead(address) {
  const url = new URL(address, self.location.origin);
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const open = pages.find((page) => page.url === url.href);
  return open ? open.focus() : self.clients.openWindow(url.href);
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("push", (event) => event.waitUntil(shown(read(event))));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(lead(event.notification.data.url));
});
