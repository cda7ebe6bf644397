// Keeps what front ends written against the documented flow look for in localStorage, and forgets it.
(function () {
  "use strict";

  const KEYS = [
    "access_token",
    "refresh_token",
    "user_id",
    "user_email",
    "user_role",
    "is_mentor",
    "is_mentee",
    "user_name",
  ];

  function forget() {
    KEYS.forEach(function (key) {
      localStorage.removeItem(key);
    });
  }

  try {
    const handover = document.getElementById("handover");
    if (handover) {
      forget();
      KEYS.forEach(function (key) {
        const value = handover.getAttribute("data-" + key);
        if (value !== null) localStorage.setItem(key, value);
      });
      handover.remove();
    }
    document.querySelectorAll("form[data-sign-out]").forEach(function (form) {
      form.addEventListener("submit", forget);
    });
  } catch (error) {
    // Without storage, as in some private windows, the pages work all the same: they need the cookie alone.
    console.warn("localStorage cannot be used", error);
  }
})();
