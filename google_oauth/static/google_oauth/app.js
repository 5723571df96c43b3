// What a page cannot do without a script: labels that keep ageing, the reader's time zone, the theme.
// Everything else is HTML, and every page works with this file blocked.
"use strict";

(() => {
  const root = document.documentElement;
  const YEAR = 31536000;
  const words = new Intl.RelativeTimeFormat(root.lang, { numeric: "always" });

  function remember(name, value, seconds) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${name}=${value}; Path=/; Max-Age=${seconds}; SameSite=Lax${secure}`;
  }

  // The server words an age likewise; in its catalogue, too, the number holds on to its unit.
  function ago(count, unit) {
    return words.format(-Math.floor(count), unit).replace(" ", "\u00a0");
  }

  // <time data-age datetime="…" data-now="just now">: seconds matter to nobody after the first minute.
  function age(seconds, now) {
    if (seconds < 60) return now;
    if (seconds < 3600) return ago(seconds / 60, "minute");
    if (seconds < 86400) return ago(seconds / 3600, "hour");
    return ago(seconds / 86400, "day");
  }

  function showAges() {
    for (const label of document.querySelectorAll("time[data-age]")) {
      label.textContent = age((Date.now() - Date.parse(label.dateTime)) / 1000, label.dataset.now);
      const badge = label.closest("[data-fresh-until]");
      if (badge && Date.now() > Date.parse(badge.dataset.freshUntil)) {
        badge.classList.replace("success", "warning");
        const word = badge.querySelector("[data-stale]");
        if (word) word.textContent = word.dataset.stale;
      }
    }
  }

  // The server renders times in the zone of this cookie, unless the reader has chosen one. A page rendered in
  // another zone is loaded again, once: not where cookies are refused, and not where the server has seen this
  // zone and does not know it.
  function tellZone() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const told = () => document.cookie.split("; ").includes(`tz=${zone}`);
    if (!zone || told()) return;
    remember("tz", zone, YEAR);
    const matters = zone !== root.dataset.zone && !("zoneChosen" in root.dataset);
    if (matters && told()) location.reload();
  }

  function showTheme() {
    for (const button of document.querySelectorAll("[data-set-theme]")) {
      button.setAttribute("aria-pressed", String(button.dataset.setTheme === (root.dataset.theme || "")));
    }
  }

  function setTheme(theme) {
    remember("theme", theme, theme ? YEAR : 0);
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    showTheme();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-set-theme]");
    if (button) setTheme(button.dataset.setTheme);
  });
  document.addEventListener("htmx:afterSettle", showAges);
  document.addEventListener("visibilitychange", showAges);

  for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;
  tellZone();
  showTheme();
  showAges();
  setInterval(showAges, 15000);
})();
