/**
 * Runs in the measured page, before anything of it. Times are the page's own: since navigation, in milliseconds. A
 * frame counts as painted when the work for it on the page's thread is over.
 */
globalThis.bench = (() => {
  /** Calls back when the frame that shows what the document is now has been drawn. */
  const painted = (then) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.addEventListener('message', () => then(performance.now()), { once: true });
      channel.port1.start();
      channel.port2.postMessage(undefined);
    });

  /** When `isThere` first held in a frame that was painted. */
  const firstPainted = (isThere) =>
    new Promise((done) => {
      const look = () => {
        if (!isThere()) return false;
        observer.disconnect();
        painted(done);
        return true;
      };
      const observer = new MutationObserver(look);
      if (!look())
        observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    });

  const longTasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) longTasks.push({ at: startTime, duration });
  }).observe({ type: 'longtask', buffered: true });

  let keyAt = 0;
  addEventListener('keydown', (event) => (keyAt = event.timeStamp), { capture: true });

  /** What is watched, as it stands, and when it last became another in a painted frame. */
  let watched;
  const watch = (selector, itemSelector) => {
    watched?.observer.disconnect();
    const root = document.querySelector(selector);
    const read = () =>
      [...root.querySelectorAll(itemSelector)]
        .map(
          (item) =>
            `${item.getAttribute('data-index') ?? item.id} ${item.textContent} ${item.matches('[data-coming]')}`,
        )
        .toSorted()
        .join('\n');
    const state = { text: read(), changedAt: Number.NaN, observer: undefined };
    state.observer = new MutationObserver(() => {
      const text = read();
      if (text === state.text) return;
      state.text = text;
      painted((at) => (state.changedAt = at));
    });
    state.observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    watched = state;
  };

  let frames;
  /** Frames while something moves, and of those, how many showed a row that was not drawn, or not known yet. */
  const record = (selector, rowHeight) => {
    const grid = document.querySelector(selector);
    const current = { times: [], undrawn: 0, unknown: 0, farthest: 0, on: true };
    frames = current;
    const frame = (at) => {
      if (!current.on) return;
      current.times.push(at);
      // The rows are looked at when the frame is done, for where it was scrolled to.
      channel.port2.postMessage(grid.scrollTop);
      requestAnimationFrame(frame);
    };
    const channel = new MessageChannel();
    channel.port1.addEventListener('message', ({ data: top }) => {
      const first = Math.floor(top / rowHeight);
      const last = first + Math.floor(grid.clientHeight / rowHeight) - 3;
      current.farthest = Math.max(current.farthest, last);
      const drawn = new Map();
      for (const row of grid.querySelectorAll('[data-index]')) drawn.set(Number(row.dataset.index), row);
      let lacks = false;
      let coming = false;
      for (let index = first; index <= last; index += 1) {
        const row = drawn.get(index);
        lacks ||= row === undefined;
        coming ||= row?.hasAttribute('data-coming') ?? false;
      }
      if (lacks) current.undrawn += 1;
      if (coming) current.unknown += 1;
    });
    channel.port1.start();
    requestAnimationFrame(frame);
  };

  return {
    painted,
    firstPainted,
    longTasks,
    watch,
    record,
    get keyAt() {
      return keyAt;
    },
    get watched() {
      return { text: watched.text, changedAt: watched.changedAt };
    },
    endRecord() {
      frames.on = false;
      const { times, undrawn, unknown, farthest } = frames;
      return { lengths: times.slice(1).map((time, i) => time - times[i]), undrawn, unknown, farthest };
    },
    /** Moves through the whole of a list in so many milliseconds, as somebody who pulls its scroll bar does. */
    pull(selector, ms) {
      const list = document.querySelector(selector);
      const way = list.scrollHeight - list.clientHeight;
      return new Promise((done) => {
        const began = performance.now();
        // Between frames, as input comes: the frame that follows shows the rows of that place.
        const timer = setInterval(() => {
          const part = Math.min(1, (performance.now() - began) / ms);
          list.scrollTop = part * way;
          if (part < 1) return;
          clearInterval(timer);
          done();
        }, 12);
      });
    },
    /** A list of that many rows drawn by the simplest code that can: what the browser itself costs. */
    plainList(count, rowHeight) {
      document.body.innerHTML =
        '<div id="list" style="position:fixed;inset:0;overflow:auto;font:13px sans-serif"><div id="rows" style="position:relative"></div></div>';
      const list = document.querySelector('#list');
      const rows = document.querySelector('#rows');
      rows.style.height = `${count * rowHeight}px`;
      const draw = () => {
        const first = Math.max(0, Math.floor(list.scrollTop / rowHeight) - 8);
        const last = Math.min(count - 1, first + Math.ceil(list.clientHeight / rowHeight) + 16);
        const shown = [];
        for (let index = first; index <= last; index += 1) {
          const row = document.createElement('div');
          row.dataset.index = String(index);
          row.style.cssText = `position:absolute;left:0;right:0;height:${rowHeight}px;transform:translateY(${index * rowHeight}px);display:grid;grid-template-columns:repeat(10,1fr)`;
          for (let cell = 0; cell < 10; cell += 1) {
            const value = document.createElement('div');
            value.textContent = `row ${index} cell ${cell}`;
            row.append(value);
          }
          shown.push(row);
        }
        rows.replaceChildren(...shown);
      };
      list.addEventListener('scroll', draw, { passive: true });
      draw();
    },
    /** A box that says what was typed: what a key costs at least. */
    plainInput() {
      document.body.innerHTML = '<input id="box"><div id="said"><div id="text"></div></div>';
      const box = document.querySelector('#box');
      box.addEventListener('input', () => (document.querySelector('#text').textContent = box.value));
      box.focus();
    },
  };
})();
