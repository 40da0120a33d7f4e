// @ts-check
// The way to the program: what is asked for, and what it tells by itself.

const KEY = "jixiao-key";

/** An answer that is no success, in a sentence for people. */
export class Refused extends Error {
  /**
   * @param {string} message
   * @param {number} status
   */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/**
 * Whether what was asked for has not got to the program, or to one that does not know this page.
 * @param {unknown} error
 */
export function isLost(error) {
  return !(error instanceof Refused) || [401, 410].includes(error.status);
}

/** @param {unknown} error */
export function whyLost(error) {
  return error instanceof Refused ? error.message : "连不上程序：它可能已经关了";
}

/** The number that the program has for this page. */
let client = -1;

/**
 * Exchanges the token of the address for this browser's secrets.
 * @returns {Promise<void>}
 */
export async function signIn() {
  const token = location.hash.slice(1);
  if (!token) return;
  // Nobody is to read it over a shoulder, or to send it on with the address.
  history.replaceState(null, "", `/${location.search}`);
  const answer = await fetch("/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
  });
  if (answer.ok) localStorage.setItem(KEY, (await answer.json()).key);
}

function key() {
  return localStorage.getItem(KEY) ?? "";
}

/** @type {Promise<unknown>} */
let before = Promise.resolve();

/**
 * Asks the program for something, once what was asked for before has been answered: an answer
 * says only what is new since the one before.
 * @param {string} what
 * @param {object} [body]
 * @returns {Promise<any>}
 */
export function ask(what, body = {}) {
  // It takes its time, and says nothing of what the page shows.
  if (what === "pdf") return send(what, body);
  const answer = before.then(() => send(what, body));
  before = answer.catch(() => {});
  return answer;
}

/**
 * @param {string} what
 * @param {object} body
 */
async function send(what, body) {
  const answer = await fetch(`/api/${what}`, {
    method: "POST",
    headers: { "content-type": "application/json", "jixiao-key": key() },
    body: JSON.stringify({ client, ...body }),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Refused(said.message, answer.status);
  return said;
}

/** Waits until all that was asked for has been answered. */
export async function answered() {
  for (let last; last !== before; await new Promise((done) => setTimeout(done))) await (last = before);
}

/** Waits until the page is seen. */
async function seen() {
  while (document.hidden) {
    await new Promise((done) => document.addEventListener("visibilitychange", done, { once: true }));
  }
}

/**
 * Listens to what changes, and goes on to when the connection is lost.
 * @param {(event: string) => void} told is told of `hello`, `list`, `sheet`, and of `lost`
 * @returns {Promise<never>}
 */
export async function listen(told) {
  // Whether the program ends with its pages: then a window that nobody sees is there, too.
  let stays = false;
  for (let wait = 200; ; wait = Math.min(wait * 2, 5000)) {
    if (!stays) await seen();
    const closing = new AbortController();
    const { signal } = closing;
    // A browser has six connections to the program, for all of its tabs: one that nobody sees
    // leaves its own to the others, once all that it has asked for is there.
    document.addEventListener("visibilitychange", async () => {
      await answered();
      if (document.hidden && !stays) closing.abort();
    }, { signal });
    try {
      // Firefox has another tab wait 20 seconds for what may come into its cache.
      const answer = await fetch("/api/stream", { headers: { "jixiao-key": key() }, cache: "no-store", signal });
      if (!answer.ok || !answer.body) throw new Refused((await answer.json()).message, answer.status);
      for await (const [event, data] of events(answer.body)) {
        if (event === "hello") client = Number(data);
        wait = 200;
        if (event === "stay") stays = true;
        else told(event);
      }
      told("lost");
    } catch (error) {
      if (signal.aborted) continue;
      told(error instanceof Refused ? `refused ${error.message}` : "lost");
    }
    closing.abort();
    await new Promise((done) => setTimeout(done, wait));
  }
}

/**
 * The events in a stream.
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<[string, string]>}
 */
async function* events(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += decoder.decode(value, { stream: true });
    const whole = text.split("\n\n");
    text = whole.pop() ?? "";
    for (const event of whole) {
      const lines = event.split("\n").map((line) => line.split(/: ?(.*)/s));
      const field = (/** @type {string} */ name) => lines.find((it) => it[0] === name)?.[1] ?? "";
      yield [field("event"), field("data")];
    }
  }
}
