"use strict";

// Swagger UI over the descriptions that the page links to; its own chooser switches between them.
const place = document.getElementById("swagger-ui");
const urls = Array.from(place.querySelectorAll("[data-description]"), (link) => ({
  url: link.getAttribute("href"),
  name: link.textContent,
}));

SwaggerUIBundle({
  urls,
  "urls.primaryName": place.dataset.chosen,
  dom_id: "#swagger-ui",
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: "StandaloneLayout",
  deepLinking: true,
  persistAuthorization: false,
  validatorUrl: null,
});
