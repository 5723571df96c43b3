// What a page cannot do without a script: labels that keep ageing, the reader's time zone, the theme.
// Everything else is HTML, and every page works with this file blocked.
"use strict";

// htmx would note the address there, with what was searched for: a candidate's name. It remembers as well without.
Object.defineProperty(window, "sessionStorage", {
  get() {
    throw new DOMException("Nothing is kept in the browser.", "SecurityError");
  },
});

(() => {
  const root = document.documentElement;
  const YEAR = 31536000;
  const words = new Intl.RelativeTimeFormat(root.lang, { numeric: "always" });

  // Over TLS no other host of the domain can set them, as the server expects there.
  const [HOST, SECURE] = location.protocol === "https:" ? ["__Host-", "; Secure"] : ["", ""];

  function remember(name, value, seconds) {
    document.cookie = `${HOST}${name}=${value}; Path=/; Max-Age=${seconds}; SameSite=Lax${SECURE}`;
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

  // <time data-until datetime="…" data-now="now">: how long it is to a moment, as the server words it.
  function ahead(seconds, now) {
    const minutes = Math.ceil(seconds / 60);
    if (minutes <= 0) return now;
    const hours = Math.round(minutes / 60);
    const [count, unit] =
      minutes < 60 ? [minutes, "minute"] : hours < 48 ? [hours, "hour"] : [Math.round(hours / 24), "day"];
    return words.format(count, unit).replace(/(\d) /, "$1\u00a0");
  }

  // What an open page goes on saying: how long it is to an interview, and which meetings can be joined.
  function showMeetings() {
    for (const label of document.querySelectorAll("time[data-until]")) {
      label.textContent = ahead((Date.parse(label.dateTime) - Date.now()) / 1000, label.dataset.now);
    }
    for (const link of document.querySelectorAll("a[data-joins-from]")) {
      const [opens, closes] = [link.dataset.joinsFrom, link.dataset.joinsUntil].map(Date.parse);
      link.classList.toggle("primary", Date.now() >= opens && Date.now() < closes);
    }
  }

  // <ol class="blocks r80 now" data-drawn="…T20:10:00+03:00">: the line of now moves on from where it was drawn,
  // and shows in the hours of the grid alone.
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

  // The server renders times in the zone of this cookie, unless the reader has chosen one. A page rendered in
  // another zone is loaded again, once: not where cookies are refused, not where the server has seen this zone
  // and does not know it, and not a page that says that something broke and knows no zone.
  function tellZone() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const told = () => document.cookie.split("; ").includes(`${HOST}tz=${zone}`);
    if (!zone || told()) return;
    remember("tz", zone, YEAR);
    const matters = root.dataset.zone && zone !== root.dataset.zone && !("zoneChosen" in root.dataset);
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

  // Shortcuts go by the place of the key, so that they are the same in every layout. What a key does is written
  // on what it presses: data-key="r", or data-key="g t" for G and then T.
  const PLACES = { ArrowLeft: "left", ArrowRight: "right" };
  // A row that leads nowhere is reached by what can be done with it.
  const ROWS = "main :is(tbody th a, tbody tr:not(:has(th a)) td a, .agenda a.name)";
  const LEADER = "g";
  const LEADER_LASTS = 1500;
  let ledAt = -Infinity;

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
    const led = event.timeStamp - ledAt < LEADER_LASTS;
    ledAt = key === LEADER ? event.timeStamp : -Infinity;
    if (!led && (key === "j" || key === "k")) walk(key === "j" ? 1 : -1);
    else if (press(led ? `${LEADER} ${key}` : key)) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog).showModal();
    const button = event.target.closest("[data-set-theme]");
    if (button) setTheme(button.dataset.setTheme);
  });
  // On phones the navigation is a bar wider than the screen. Not after a tap, which would miss its target then.
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
  tellZone();
  showTheme();
  reveal(nav?.querySelector("[aria-current]"));
  showTimes();
  setInterval(showTimes, 15000);
})();
