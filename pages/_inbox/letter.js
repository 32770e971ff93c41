/* A stranger's message in a frame of its own. What it is made of was sanitised by the server; here
   its policy forbids whatever could still load, and the sandbox whatever could still run. */
const RULES = "default-src 'none'; style-src 'unsafe-inline'";
const HEAD = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${RULES}"><meta name="referrer" content="no-referrer"><title>Message</title><style>body{margin:12px 14px;font:14px/1.55 system-ui,sans-serif;color:#1c1f28;background:#fff;overflow-wrap:anywhere}p{margin:0 0 .8em}a{color:#3b46b8}.host{color:#5c6270}blockquote{margin:0 0 .8em;padding-left:.8em;border-left:3px solid #d9dbe3;color:#4b505c}table{border-collapse:collapse}td,th{padding:2px 8px;border:1px solid #e7e8ee}pre{white-space:pre-wrap}</style>`;

export default function ({ data, parentElement }) {
  let frame = parentElement.querySelector("iframe");
  if (!frame) {
    frame = document.createElement("iframe");
    frame.className = "ds-letter-frame";
    frame.title = "The message with its formatting";
    /* Measured from here, so it shares our origin; without scripts that gives it nothing. */
    frame.setAttribute("sandbox", "allow-same-origin allow-popups allow-popups-to-escape-sandbox");
    frame.onload = () => { frame.style.height = `${Math.min(900, frame.contentDocument.documentElement.scrollHeight + 4)}px`; };
    parentElement.append(frame);
  }
  if (frame.dataset.shown !== data.html) {
    frame.dataset.shown = data.html;
    frame.srcdoc = `<!doctype html><html lang="en"><head>${HEAD}</head><body>${data.html}</body></html>`;
  }
}
