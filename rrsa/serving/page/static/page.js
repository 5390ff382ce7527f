// What the page does around the app: files up and down, keys in and out of the app, and the end in words.
// It is read before the terminal's own script, so that it sees what comes over that script's socket.
"use strict";

(() => {
  const words = () => JSON.parse(document.body.dataset.words);
  const at = (id) => document.getElementById(id);
  const say = (text) => { at("say").textContent = text; };
  const fill = (text, name) => text.replace("{name}", () => name).replace("{url}", () => name);
  const intoApp = () => { const field = document.querySelector(".xterm-helper-textarea"); if (field) field.focus(); };
  let ended = false;

  const end = (text) => {
    if (ended) return;
    ended = true;
    at("ended-text").textContent = text;
    at("ended").hidden = false;
    document.querySelector("#ended a").focus();
  };

  const askForFile = () => {
    const field = at("file");
    field.focus();
    try { field.click(); } catch { /* the field is focused; Enter or Space opens it */ }
  };

  const takeDown = (url, name) => {
    const link = document.createElement("a");
    link.href = url;
    link.download = name;
    link.textContent = name;
    const item = document.createElement("li");
    item.append(link);
    at("down-list").append(item);
    at("downs").hidden = false;
    link.click();
    say(fill(words().ready, name));
  };

  const told = (message) => {
    if (message.what === "up") askForFile();
    else if (message.what === "down") takeDown(message.url, message.name);
    else if (message.what === "soon") say(message.text);
    else if (message.what === "ended") end(message.text);
    else if (message.what === "open" && window.confirm(fill(words().open, message.url))) {
      window.open(message.url, "_blank", "noopener,noreferrer");
    }
  };

  // The terminal's script opens the socket; it passes over messages that it does not know.
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", (event) => {
        if (typeof event.data !== "string") return;
        const [kind, message] = JSON.parse(event.data);
        if (kind === "rrsa") told(message);
      });
      this.addEventListener("close", () => setTimeout(() => end(words().lost), 100));
    }
  };

  const send = async (event) => {
    event.preventDefault();
    const file = at("file").files[0];
    if (!file) { say(words().choose); at("file").focus(); return; }
    if (file.size > Number(document.body.dataset.largest)) { say(words().large); return; }
    const form = new FormData();
    form.append("file", file);
    say(words().sending);
    try {
      const answer = await fetch(at("up").action, { method: "POST", body: form, credentials: "same-origin" });
      const told = await answer.json();
      if (!answer.ok) { say(told.error); at("file").focus(); return; }
      say(fill(words().sent, told.name));
      at("up").reset();
      intoApp();
    } catch {
      say(words().failed);
    }
  };

  // Tab belongs to the app; F6 is the way out of it and back, so that no keyboard is trapped.
  const around = (event) => {
    if (event.key !== "F6") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (document.activeElement && document.activeElement.closest("main")) at("file").focus();
    else intoApp();
  };

  window.addEventListener("keydown", around, true);
  document.addEventListener("DOMContentLoaded", () => {
    at("up").addEventListener("submit", send);
    // The terminal looks at its size when the window changes; the room for it changes at other times too.
    new ResizeObserver(() => window.dispatchEvent(new Event("resize"))).observe(document.querySelector("main"));
    at("file").addEventListener("change", () => { if (at("file").files.length) at("up").querySelector("button").focus(); });
  });
  window.addEventListener("load", () => setTimeout(intoApp, 300));
})();
