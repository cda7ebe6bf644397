// What every mentorship page needs: the viewer's timezone, and focus and words after a swap.
(function () {
  "use strict";

  const FOUND = "zone_here";

  function byId(id) {
    return document.getElementById(id);
  }

  // --- The timezone of this browser, told to the server by a cookie ---

  function rememberZone() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!zone) return;
    const line = FOUND + "=" + zone;
    const known = document.cookie.split("; ").includes(line);
    if (known) return;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = line + "; path=/; max-age=31536000; SameSite=Lax" + secure;
    // A page that has shown times in our last resort is shown again, once, in the right ones.
    const stuck = document.cookie.split("; ").includes(line);
    const facts = byId("page-facts");
    const isSafe = document.querySelector("time, #calendar") && !document.querySelector("[data-focus], .flash");
    if (stuck && isSafe && facts && facts.dataset.zoneKnown === "false" && zone !== "UTC") {
      location.reload();
    }
  }

  // --- Focus ---

  function focusOn(element) {
    if (!element) return;
    if (!element.matches("a, button, input, select, textarea, [tabindex]")) element.tabIndex = -1;
    element.focus();
  }

  let pressed = null;

  document.addEventListener("htmx:beforeRequest", function (event) {
    pressed = event.detail.elt.dataset.thenFocus || null;
    say("");
  });

  document.addEventListener("htmx:afterSettle", function (event) {
    const wanted = pressed;
    pressed = null;
    // After an outerHTML swap this is the new element, or one of those that came with it.
    const swapped = event.detail.elt;
    const marked = swapped.matches("[data-focus]") ? swapped : swapped.querySelector("[data-focus]");
    focusOn(marked || (wanted && document.querySelector(wanted)));
  });

  // --- When the server could not be asked, or said no ---

  function say(words) {
    const trouble = byId("trouble");
    if (!trouble) return;
    trouble.textContent = words;
    trouble.hidden = !words;
  }

  document.addEventListener("htmx:sendError", function () {
    say("There is no connection to the server. Check your network, and try again.");
  });

  document.addEventListener("htmx:responseError", function (event) {
    const status = event.detail.xhr.status;
    if (status === 403) say("This page has been open for too long. Reload it, and try again.");
    else if (status === 404) say("This is not there any more. Reload the page to see what is.");
    else say("That did not work, and nothing was changed. Try again in a moment.");
  });

  rememberZone();
  // A page that answers a form without htmx leads to what it has to say.
  focusOn(document.querySelector("main [data-focus]"));
})();
