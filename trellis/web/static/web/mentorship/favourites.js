// Favourite mentors, kept in this browser (localStorage, `favorite_mentors`: a list of their ids).
(function () {
  "use strict";

  const KEY = "favorite_mentors";

  function load() {
    try {
      const ids = JSON.parse(localStorage.getItem(KEY) || "[]");
      return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
    } catch (error) {
      return [];
    }
  }

  function isUsable() {
    try {
      localStorage.setItem(KEY + "_test", "1");
      localStorage.removeItem(KEY + "_test");
      return true;
    } catch (error) {
      return false;
    }
  }

  if (!isUsable()) return;

  function show() {
    const ids = load();
    document.querySelectorAll("[data-favourite]").forEach(function (star) {
      star.hidden = false;
      star.setAttribute("aria-pressed", String(ids.includes(star.dataset.favourite)));
    });
    const only = document.getElementById("only-favourites");
    if (only) {
      only.value = ids.join(",");
      only.closest("[data-needs-favourites]").hidden = false;
    }
  }

  document.addEventListener("click", function (event) {
    const star = event.target.closest("[data-favourite]");
    if (!star) return;
    const id = star.dataset.favourite;
    const ids = load();
    const isOne = ids.includes(id);
    localStorage.setItem(KEY, JSON.stringify(isOne ? ids.filter((one) => one !== id) : [...ids, id]));
    show();
  });

  document.addEventListener("htmx:afterSettle", show);
  window.addEventListener("storage", show);
  show();
})();
