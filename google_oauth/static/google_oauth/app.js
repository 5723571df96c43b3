// Ages that stay current, the browser's time zone, the theme and the shortcuts.
// Pages work without this file.
"use strict";

// htmx would store addresses there, with searches for candidates' names. It works without.
Object.defineProperty(window, "sessionStorage", {
  get() {
    throw new DOMException("Nothing is kept in the browser.", "SecurityError");
  },
});

(() => {
  const root = document.documentElement;
  const YEAR = 31536000;
  const words = new Intl.RelativeTimeFormat(root.lang, { numeric: "always" });

  // Over TLS the server reads `__Host-` cookies only: other hosts of the domain cannot set them.
  const [HOST, SECURE] = location.protocol === "https:" ? ["__Host-", "; Secure"] : ["", ""];

  function remember(name, value, seconds) {
    document.cookie = `${HOST}${name}=${value}; Path=/; Max-Age=${seconds}; SameSite=Lax${SECURE}`;
  }

  // The same words as the server's, with a no-break space before the unit.
  function ago(count, unit) {
    return words.format(-Math.floor(count), unit).replace(" ", "\u00a0");
  }

  // <time data-age datetime="…" data-now="just now">
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

  // <time data-until datetime="…" data-now="now">, by the rules of the filter `until`.
  function ahead(seconds, now) {
    const minutes = Math.ceil(seconds / 60);
    if (minutes <= 0) return now;
    const hours = Math.round(minutes / 60);
    const [count, unit] =
      minutes < 60 ? [minutes, "minute"] : hours < 48 ? [hours, "hour"] : [Math.round(hours / 24), "day"];
    return words.format(count, unit).replace(/(\d) /, "$1\u00a0");
  }

  // The time until events, and the meetings that can be joined now.
  function showMeetings() {
    for (const label of document.querySelectorAll("time[data-until]")) {
      label.textContent = ahead((Date.parse(label.dateTime) - Date.now()) / 1000, label.dataset.now);
    }
    for (const link of document.querySelectorAll("a[data-joins-from]")) {
      const [opens, closes] = [link.dataset.joinsFrom, link.dataset.joinsUntil].map(Date.parse);
      link.classList.toggle("primary", Date.now() >= opens && Date.now() < closes);
    }
  }

  // <ol class="blocks r80 now" data-drawn="…T20:10:00+03:00">: the line of now moves on from there. It is hidden
  // outside the hours of the grid.
  function showNow() {
    for (const day of document.querySelectorAll("[data-drawn]")) {
      const drawn = day.dataset.drawn;
      const [hours, minutes] = drawn.slice(11, 16).split(":").map(Number);
      const now = hours * 60 + minutes + Math.floor((Date.now() - Date.parse(drawn)) / 60000);
      const [from, to] = ["--from", "--to"].map((name) => getComputedStyle(day).getPropertyValue(name) * 60);
      day.classList.toggle("now", from <= now && now < to);
      day.style.setProperty("--r", Math.floor(now / 15));
      day.style.setProperty("--m", now % 15);
    }
  }

  // The server renders times in the zone of this cookie, unless the reader has chosen one. A page in another zone
  // is loaded again, once. Not if cookies are refused, if the server ignores the zone, or if the page has none.
  function sendZone() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const isSent = () => document.cookie.split("; ").includes(`${HOST}tz=${zone}`);
    if (!zone || isSent()) return;
    remember("tz", zone, YEAR);
    const differs = root.dataset.zone && zone !== root.dataset.zone && !("zoneChosen" in root.dataset);
    if (differs && isSent()) location.reload();
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

  // Shortcuts use positions of keys, so that they are the same in all layouts. An element names its shortcut:
  // data-key="r", or data-key="g t" for G and then T.
  const PLACES = { ArrowLeft: "left", ArrowRight: "right" };
  // A row without a link is reached by its action.
  const ROWS = "main :is(tbody th a, tbody tr:not(:has(th a)) td a, .agenda a.name)";
  const LEADER = "g";
  const LEADER_TIMEOUT = 1500;
  let leaderAt = -Infinity;

  function keyOf(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return "";
    if (event.code === "Slash") return event.shiftKey ? "?" : "/";
    return event.shiftKey ? "" : PLACES[event.code] || event.code.replace(/^Key/, "").toLowerCase();
  }

  function visible(selector) {
    return [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
  }

  function walk(step) {
    const rows = visible(ROWS);
    const here = rows.indexOf(document.activeElement);
    rows[Math.min(Math.max(here + step, 0), rows.length - 1)]?.focus();
  }

  function press(key) {
    const pressed = visible(`[data-key="${key}"]`);
    for (const element of pressed) {
      if (element.matches("input")) element.select();
      else element.click();
    }
    return pressed.length > 0;
  }

  document.addEventListener("keydown", (event) => {
    const key = keyOf(event);
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea, dialog[open]");
    if (!/^([a-z/?]|left|right)$/.test(key) || typing || root.dataset.shortcuts === "off") return;
    const led = event.timeStamp - leaderAt < LEADER_TIMEOUT;
    leaderAt = key === LEADER ? event.timeStamp : -Infinity;
    if (!led && (key === "j" || key === "k")) walk(key === "j" ? 1 : -1);
    else if (press(led ? `${LEADER} ${key}` : key)) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog).showModal();
    const button = event.target.closest("[data-set-theme]");
    if (button) setTheme(button.dataset.setTheme);
  });
  // On phones the navigation is wider than the screen. It must not move after a tap: the click would miss.
  const nav = document.querySelector(".nav");
  function reveal(link) {
    if (link) nav.scrollLeft = link.offsetLeft - (nav.clientWidth - link.offsetWidth) / 2;
  }
  nav?.addEventListener("focusin", ({ target }) => target.matches(":focus-visible") && reveal(target));

  function showTimes() {
    showAges();
    showMeetings();
    showNow();
  }

  document.addEventListener("htmx:afterSettle", showTimes);
  document.addEventListener("visibilitychange", showTimes);

  for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;
  sendZone();
  showTheme();
  reveal(nav?.querySelector("[aria-current]"));
  showTimes();
  setInterval(showTimes, 15000);
})();
