/* What was typed and is not confirmed yet, kept in the browser: it comes back after a reload, a
   crash, or a tab that was closed in the middle of a word.

   Beside the content stand the marks of all that this tab was given and has sent. A stored draft
   with one of these marks is this tab's own, however late a message of it arrived; any other was
   changed elsewhere, and what is kept here is not put over it. */

const sorted = (_, value) => (value && typeof value === "object" && !Array.isArray(value)
  ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value);

/* 53 bits of a content, whatever the order of its keys (cyrb53). */
export function markOf(content) {
  const text = JSON.stringify(content, sorted);
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}

const MARKS_MOST = 40;

export function keeper(draft) {
  const key = `duestep-draft-${draft}`;
  let own = [];

  const read = (store) => { try { return JSON.parse(store.getItem(key)); } catch { return null; } };
  const each = (act) => { for (const store of [sessionStorage, localStorage]) { try { act(store); } catch { /* Full or forbidden: the message itself is on its way. */ } } };

  return {
    /* This tab has seen or sent it. */
    know: (content) => { own = [...own.slice(-MARKS_MOST), markOf(content)]; },
    isOwn: (content) => own.includes(markOf(content)),
    keep: (content) => { const text = JSON.stringify({ own, content }); each((store) => store.setItem(key, text)); },
    forget: () => each((store) => store.removeItem(key)),
    /* What was typed on top of the stored draft and never arrived; null where there is nothing. */
    rescued: (storedContent) => {
      const mine = read(sessionStorage);
      const kept = mine ?? read(localStorage);
      own = mine ? [...mine.own, markOf(mine.content)] : [];
      const at = markOf(storedContent);
      return kept?.own?.includes(at) && markOf(kept.content) !== at ? kept.content : null;
    },
  };
}
