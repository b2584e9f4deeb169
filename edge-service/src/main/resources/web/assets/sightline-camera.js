/**
 * A live camera on any page:
 *
 *     <script type="module" src="http://edge:8080/assets/sightline-camera.js"></script>
 *     <sightline-camera stream="front" controls></sightline-camera>
 *
 * Attributes: `stream`, its name; `src`, the edge's address, by default where this file comes from;
 * `fps`, no more pictures a second than that; `label`, a name for people; `controls`, buttons and
 * keys (space, s, i, f); `info`, figures in the picture; `quiet`, nothing for screen readers;
 * `token`, a bearer token or that of a signed link.
 * Properties: `status`, `words`, `figures`, `paused`. Methods: `pause()`, `resume()`, `snapshot()`,
 * `fullscreen()`. Events: `statechange` with `{status, words}`. To style: `--sightline-fit`,
 * `--sightline-accent`, `::part(picture)`, `badge`, `info`, `controls`, `button`.
 *
 * All cameras of one edge share one WebSocket. The server sends a picture only for a credit, and a
 * credit goes back when a picture is on the screen, so that neither a thin link nor a slow decoder
 * can make a queue: they get fewer pictures, not older ones.
 *
 * Read it from the wire up: Picture, Credits, Clock, Connection, Line, Canvas or PlainImage, SightlineCamera.
 */

import { queryOf, refusalAt } from './token.js';

const VERSION = 1;
const HEADER_BYTES = 32;
const CARD_FLAG = 1;

/** Most pictures under way to one socket; the server keeps no more credits than that. */
const MOST_CREDITS = 64;

/** Milliseconds of queueing that say nothing about a link. */
const FREE_DELAY = 40;
const FULL_DELAY = 100;

/** Where a picture takes so long from its credit on, two keep the link busy; a third would wait. */
const THIN_DELAY = 700;
const DIP_EVERY = 10_000;

const HELLO_WITHIN = 8_000;
const PING_EVERY = 5_000;
const DEAD_AFTER = 15_000;
const DEAD_AT_LAST = 240_000;

/** The first attempt to come back is made within this time, so that hardly a picture is missed. */
const AT_ONCE = 150;
const RETRY_FROM = 250;
const RETRY_TO = 5_000;
const RETRY_AT_LEISURE = 30_000;
const RETRY_REFUSED_FROM = 5_000;
const RETRY_REFUSED_TO = 60_000;
const POLL_EVERY = 2_000;

/** A new connection has so long to bring a picture of each stream before the old one is let go. */
const HANDOVER_WITHIN = 1_000;

/** The close code of an edge that has as many viewers as it takes. */
const FULL = 1013;

/** And of one that won't have this page any more, as when its link has expired. */
const REFUSED = 1008;

const NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** A connection that is back within this time was never missing. */
const UNNOTICED = 2_000;
const STALE_AFTER = 3_000;

/** A browser opens six connections to a host; with four waiting ones there is room for the rest. */
const MOST_PLAIN_WAITING = 4;
const PLAIN_RATE = 10;
const PLAIN_RATE_WITHOUT_WAITING = 1;
const PLAIN_PATIENCE = 60_000;

/** Milliseconds since 1970 that never jump, as Date.now() does when the clock is set. */
const now = () => performance.timeOrigin + performance.now();

/** From half of it to all of it. */
const someOf = (millis) => millis * (0.5 + Math.random() / 2);

const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** A binary message: the header that docs/websocket.md draws, then the JPEG. */
class Picture {
  /** @param {ArrayBuffer} message */
  constructor(message) {
    const header = new DataView(message, 0, HEADER_BYTES);
    this.version = header.getUint8(0);
    this.isCard = (header.getUint8(1) & CARD_FLAG) !== 0;
    this.id = header.getUint16(2);
    this.leftOut = header.getUint32(4);
    this.capturedAt = Number(header.getBigUint64(16)) / 1000;
    this.writtenAt = Number(header.getBigUint64(24)) / 1000;
    this.arrivedAt = now();
    this.jpeg = new Blob([new Uint8Array(message, HEADER_BYTES)], { type: 'image/jpeg' });
  }
}

/** The lowest value of the last 8 to 15 s. */
class RecentLowest {
  #older = Infinity;
  #newer = Infinity;
  #turnedAt = 0;

  /** @param {number} value @param {number} time */
  add(value, time) {
    if (time - this.#turnedAt > 7_500) {
      [this.#older, this.#newer] = [this.#newer, Infinity];
      this.#turnedAt = time;
    }
    this.#newer = Math.min(this.#newer, value);
    return Math.min(this.#older, this.#newer);
  }
}

/**
 * How many pictures may be under way. The lowest delay seen lately is the link's own, most of it
 * the time that one picture takes on a thin one; what comes on top is waiting. Grows while pictures
 * are left out at the server though there is little of that, shrinks when there is much, and now and
 * then halves, or else a queue that stands would count as the link's own.
 */
class Credits {
  #window = 2;
  #steepBelow = MOST_CREDITS;
  #out = 0;
  #patience = 0;
  #wasFull = false;
  #dippedAt = now();
  #lowest = new RecentLowest();
  #clock;

  /** @param {Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /** How many to give to the server now. */
  take() {
    const more = Math.max(0, Math.floor(this.#window) - this.#out);
    this.#out += more;
    return more;
  }

  /** @param {Picture} picture */
  arrived(picture) {
    const delay = picture.arrivedAt - picture.writtenAt;
    const lowest = this.#lowest.add(delay, picture.arrivedAt);
    const queued = delay - lowest;
    const own = this.#clock.upward + lowest; // From the credit to its picture, on either clock.
    this.#patience--;
    if (queued > Math.max(FULL_DELAY, own * 0.6)) this.#shrink(0.7);
    else if (queued < Math.max(FREE_DELAY, own / 4) && picture.leftOut > 0) {
      this.#grow(own > THIN_DELAY ? 2 : MOST_CREDITS);
    }
    const isDue = picture.arrivedAt - this.#dippedAt > DIP_EVERY;
    if (isDue && this.#window > 2) this.#dip(picture.arrivedAt);
  }

  /** @param {boolean} wasLate whether it made way for a newer one before it was drawn */
  done(wasLate) {
    this.#out--;
    if (wasLate && this.#window > 2) this.#shrink(0.9);
  }

  #grow(most) {
    const step = this.#window < this.#steepBelow ? 1 : 0.25 / this.#window;
    this.#window = Math.max(this.#window, Math.min(most, this.#window + step));
  }

  /** Once for all pictures that were under way when it came to this. */
  #shrink(factor) {
    if (this.#patience > 0) return;
    this.#window = Math.max(1, this.#window * factor);
    this.#steepBelow = this.#window;
    this.#patience = this.#out;
    this.#wasFull = true;
  }

  #dip(time) {
    this.#steepBelow = this.#wasFull ? this.#window : MOST_CREDITS;
    this.#window = Math.max(1, this.#window / 2);
    this.#wasFull = false;
    this.#dippedAt = time;
  }
}

/** The edge's clock as seen from here, by the quickest of the last answers to a ping. */
class Clock {
  #samples = [];
  #sentAt = 0;
  #id = 0;

  ping() {
    this.#sentAt = now();
    return { type: 'ping', id: String(++this.#id) };
  }

  pong({ id, time }) {
    if (id !== String(this.#id)) return;
    const roundTrip = now() - this.#sentAt;
    const offset = time / 1000 - this.#sentAt - roundTrip / 2;
    const upward = time / 1000 - this.#sentAt;
    this.#samples = [...this.#samples.slice(-7), { roundTrip, offset, upward }];
  }

  /** Milliseconds that the edge's clock is ahead, or undefined before the first answer. */
  get offset() {
    if (this.#samples.length === 0) return undefined;
    return this.#samples.reduce((a, b) => (b.roundTrip < a.roundTrip ? b : a)).offset;
  }

  /** The way to the edge, off by as much as the clocks are; the way back is off by the opposite. */
  get upward() {
    return Math.min(...this.#samples.map((sample) => sample.upward));
  }

  /** Milliseconds since a time of the edge's clock, or undefined before the first answer. */
  since(time) {
    return this.offset === undefined ? undefined : Math.max(0, now() + this.offset - time);
  }
}

/** One socket to an edge, from its handshake to its end. Its line decides what to make of what it brings. */
class Connection {
  /** Whether the edge has greeted, and nothing has ended since. */
  isOpen = false;
  /** Whether its edge is being stopped. */
  isLeaving = false;
  clock = new Clock();
  /** How long the edge may be silent. */
  patience;
  /** @type {Set<string>} streams of which it has brought a picture */
  brought = new Set();
  #line;
  #socket;
  #credits = new Credits(this.clock);
  #watchdog = setInterval(() => this.#check(), PING_EVERY);
  #heardAt = now();
  /** @type {Map<number, string>} */
  #names = new Map();

  /** @param {WebSocket} socket @param {Line} line @param {number} patience */
  constructor(socket, line, patience) {
    this.#socket = socket;
    this.#line = line;
    this.patience = patience;
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = ({ code, reason }) => line.ended(this, code, reason);
  }

  send(message) {
    if (this.isOpen) this.#socket.send(JSON.stringify(message));
  }

  grant() {
    const pictures = this.#credits.take();
    if (pictures > 0) this.send({ type: 'credit', pictures });
  }

  /** Nothing more of it is heard. */
  close() {
    clearInterval(this.#watchdog);
    this.isOpen = false;
    this.#socket.onclose = this.#socket.onmessage = null;
    this.#socket.close();
  }

  /** On a thin link one picture may take longer; the next connection has more patience. */
  #check() {
    const silence = now() - this.#heardAt;
    if (silence <= (this.isOpen ? this.patience : HELLO_WITHIN)) {
      this.send(this.clock.ping());
      return;
    }
    if (this.isOpen) this.patience = Math.min(2 * this.patience, DEAD_AT_LAST);
    this.#line.ended(this);
  }

  /** @param {ArrayBuffer | string} data */
  #receive(data) {
    const silence = now() - this.#heardAt;
    this.#heardAt = now();
    if (data instanceof ArrayBuffer) {
      this.patience = Math.min(Math.max(DEAD_AFTER, 3 * silence), DEAD_AT_LAST);
      this.#picture(data);
    } else {
      this.#message(data);
    }
  }

  #message(text) {
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      return;
    }
    if (message?.type === 'hello') this.#begin();
    else if (message?.type === 'watching') this.#names.set(message.id, message.stream);
    else if (message?.type === 'pong') this.clock.pong(message);
    else if (message?.type === 'restart') this.isLeaving = true;
    if (message) this.#line.told(this, message);
  }

  #begin() {
    this.isOpen = true;
    this.send(this.clock.ping());
  }

  async #picture(message) {
    if (message.byteLength <= HEADER_BYTES) return;
    const picture = new Picture(message);
    this.#credits.arrived(picture);
    const stream = picture.version === VERSION ? this.#names.get(picture.id) : undefined;
    const fates = await this.#line.show(this, stream, picture);
    this.#credits.done(fates.includes('late'));
    this.grant();
  }
}

/**
 * The one connection to an edge, for all cameras of a page. Opens with the first who needs it and
 * comes back by itself: when the edge is being stopped, another connection brings pictures before
 * this one is let go. Where no WebSocket comes about, as behind some proxies, the line is `plain`:
 * cameras then show one snapshot after the other, and the states come from status.json.
 */
class Line {
  /** @type {Map<string, Line>} */
  static #lines = new Map();

  /** @param {string} base the edge's address, with a slash at its end @param {string} token or an empty text */
  static to(base, token) {
    const key = `${base} ${token}`;
    if (!Line.#lines.has(key)) Line.#lines.set(key, new Line(base, token));
    return Line.#lines.get(key);
  }

  plain = false;
  isReachable = true;
  isFull = false;
  /** Why the edge won't have this page, in its words; there is no use in trying again. */
  refusal = '';
  lostAt = now();
  clock = new Clock();
  #base;
  #query;
  /** @type {Connection | null} */
  #current = null;
  /** @type {Connection | null} what is to take its place as soon as it brings pictures */
  #next = null;
  #failures = 0;
  #hurriedAt = -Infinity;
  #wasEver = false;
  #retry = 0;
  #renewal = 0;
  #renewals = 0;
  #handover = 0;
  #polling = 0;
  #patience = DEAD_AFTER;
  /** @type {Map<string, Set<SightlineCamera>>} */
  #watched = new Map();
  /** @type {Map<string, {delay: number, timer: number}>} */
  #refusals = new Map();
  /** @type {Map<string, object>} what was told last of each stream */
  #states = new Map();
  /** @type {Map<string, Picture>} the offline card, where that came last */
  #cards = new Map();
  #list = undefined;
  #listeners = new Set();

  constructor(base, token) {
    this.#base = base;
    this.#query = queryOf(token);
    addEventListener('online', () => this.#hurry());
    document.addEventListener('visibilitychange', () => document.hidden || this.#hurry());
  }

  get connected() {
    return this.#current?.isOpen === true;
  }

  /** Begins to send the pictures and states of the camera's stream to it. */
  add(camera) {
    const cameras = this.#watched.get(camera.stream) ?? new Set();
    this.#watched.set(camera.stream, cameras.add(camera));
    this.#watch(camera.stream);
    this.#open();
  }

  /** Tells a camera what the others of its stream know, since the edge says it only once. */
  catchUp(camera) {
    const state = this.#states.get(camera.stream);
    const card = this.#cards.get(camera.stream);
    if (state) camera.learn(state);
    if (card) camera.show(card);
  }

  remove(camera, stream) {
    const cameras = this.#watched.get(stream);
    if (!cameras?.delete(camera)) return;
    if (cameras.size > 0) return this.#watch(stream);
    this.#watched.delete(stream);
    this.#states.delete(stream);
    this.#cards.delete(stream);
    this.#send({ type: 'unwatch', stream });
    setTimeout(() => this.#closeIfUnused(), 5_000);
  }

  /** Tells the list of all streams, now and when it changes; `null` while there is none, and why. */
  list(listener) {
    this.#listeners.add(listener);
    if (this.#list !== undefined) listener(this.#list);
    this.#send({ type: 'list' });
    this.#open();
  }

  /** Whether a camera's snapshots may wait for the next picture, or only take what is there. */
  mayWait(camera) {
    const cameras = [...this.#watched.values()].flatMap((each) => [...each]);
    return cameras.indexOf(camera) < MOST_PLAIN_WAITING;
  }

  #open() {
    if (this.#current || this.#retry || this.refusal) return;
    this.#current = this.#connect();
    if (!this.#current) this.#lost();
  }

  #url(path) {
    return this.#base + path + this.#query;
  }

  /** Null on a page of https that may not speak to an edge of http. */
  #connect() {
    try {
      const socket = new WebSocket(this.#url('streams').replace(/^http/, 'ws'));
      return new Connection(socket, this, this.#patience);
    } catch {
      return null;
    }
  }

  /** By a connection: the edge has closed it, or is silent for too long. */
  ended(connection, code, reason) {
    const wasOpen = connection.isOpen;
    if (connection === this.#current && wasOpen) this.lostAt = now();
    connection.close();
    this.#patience = connection.patience;
    if (code === REFUSED && reason) return this.#giveUp(reason);
    if (!wasOpen && code !== FULL) this.#askWhy();
    if (connection === this.#next) this.#renewAgain();
    else if (this.#next) this.#moveOn();
    else this.#lost(code);
  }

  #lost(code) {
    this.#hangUp();
    this.isFull = code === FULL;
    if (!this.#isUsed()) return;
    if (!this.isFull) this.#failures++;
    if (this.#failures >= (this.#wasEver ? 7 : 2)) this.#becomePlain(true);
    this.#retry = setTimeout(() => this.#again(), this.#backoff());
    this.#tellCameras();
    if (this.isFull && !this.plain) this.#tellList(null, 'This edge is full; trying again …');
    else if (this.#failures > 3 && !this.plain) this.#tellList(null);
  }

  /** A browser tells nobody why a handshake has failed. */
  async #askWhy() {
    const why = await refusalAt(this.#url('streams'));
    if (why && !this.connected) this.#giveUp(why);
  }

  #giveUp(why) {
    this.refusal = why;
    this.#hangUp();
    clearTimeout(this.#retry);
    this.#retry = 0;
    this.#becomePlain(false);
    this.#tellCameras();
    this.#tellList(null, why);
  }

  #hangUp() {
    this.#stopRenewing();
    this.#current?.close();
    this.#current = null;
    this.#states.clear();
    this.#cards.clear();
    this.#list = undefined;
  }

  /** So that all viewers of an edge don't come at once, each waits for a part of it. */
  #backoff() {
    if (this.isFull) return someOf(RETRY_AT_LEISURE);
    if (this.#failures <= 1 && now() - this.#hurriedAt > UNNOTICED) {
      this.#hurriedAt = now();
      return Math.random() * AT_ONCE;
    }
    const most = this.plain && this.isReachable ? RETRY_AT_LEISURE : RETRY_TO;
    return someOf(Math.min(most, RETRY_FROM * 2 ** Math.min(Math.max(0, this.#failures - 2), 7)));
  }

  #again() {
    clearTimeout(this.#retry);
    this.#retry = 0;
    this.#open();
  }

  #hurry() {
    if (this.#retry) this.#again();
  }

  /** The edge is being stopped; behind a balancer another one answers. */
  #renew(delay = Math.random() * AT_ONCE) {
    if (this.#next || this.#renewal) return;
    this.#renewal = setTimeout(() => {
      this.#renewal = 0;
      this.#next = this.#connect();
      if (!this.#next) this.#renewAgain();
    }, delay);
  }

  #renewAgain() {
    this.#next = null;
    clearTimeout(this.#handover);
    this.#renew(someOf(RETRY_FROM * 2 ** Math.min(this.#renewals++, 4)));
  }

  #stopRenewing() {
    clearTimeout(this.#renewal);
    clearTimeout(this.#handover);
    this.#renewal = this.#renewals = 0;
    this.#next?.close();
    this.#next = null;
  }

  /** Lets the old connection go; the picture stays whatever the new one has brought by now. */
  #moveOn() {
    const [before, after] = [this.#current, this.#next];
    if (before.isOpen && !after.isOpen) return;
    this.#next = null;
    this.#stopRenewing();
    before.close();
    this.#current = after;
    if (after.isOpen) this.#settle();
    if (after.isLeaving) this.#renew();
  }

  #moveOnIfComplete() {
    const { brought } = this.#next;
    if ([...this.#watched.keys()].every((stream) => brought.has(stream))) this.#moveOn();
  }

  #isUsed() {
    return this.#watched.size > 0 || this.#listeners.size > 0;
  }

  #closeIfUnused() {
    if (this.#isUsed()) return;
    this.#hangUp();
    clearTimeout(this.#retry);
    this.#retry = 0;
    this.#becomePlain(false);
  }

  /** By a connection: what the edge says. */
  told(connection, message) {
    if (message.type === 'hello') this.#begin(connection);
    if (message.type === 'watching') this.#forgive(message.stream);
    if (message.type === 'streams') this.#tellList(message.streams);
    if (message.type === 'state') this.#tell(message);
    if (message.type === 'ended' || message.type === 'error') this.#refuse(message);
    if (message.type === 'restart') this.#renew();
  }

  #forgive(stream) {
    clearTimeout(this.#refusals.get(stream)?.timer);
    this.#refusals.delete(stream);
  }

  /** A stream that is not, or not yet, here: it may come, so it is asked for again. */
  #refuse({ stream, reason }) {
    this.#tell({ stream, reason, state: 'REFUSED' });
    if (!this.#watched.has(stream)) return;
    const before = this.#refusals.get(stream);
    clearTimeout(before?.timer);
    const delay = before ? Math.min(2 * before.delay, RETRY_REFUSED_TO) : RETRY_REFUSED_FROM;
    const timer = setTimeout(() => this.#askAgain(stream), delay);
    this.#refusals.set(stream, { delay, timer });
  }

  #askAgain(stream) {
    if (this.#watched.has(stream)) this.#watch(stream);
    else this.#refusals.delete(stream);
  }

  #begin(connection) {
    if (this.#listeners.size > 0) connection.send({ type: 'list' });
    for (const stream of this.#watched.keys()) connection.send(this.#wish(stream));
    connection.grant();
    if (connection === this.#current) return this.#settle();
    this.#handover = setTimeout(() => this.#moveOn(), HANDOVER_WITHIN);
    this.#moveOnIfComplete();
  }

  #settle() {
    this.#wasEver = true;
    this.isFull = false;
    this.#failures = 0;
    this.clock = this.#current.clock; // It may be another edge than before.
    this.#becomePlain(false);
    this.#tellCameras();
  }

  /** Asks for a stream at the highest rate that one of its cameras wants. */
  #wish(stream) {
    const rates = [...this.#watched.get(stream)].map((camera) => camera.fps);
    const fps = Math.max(...rates.map((rate) => rate ?? Infinity));
    return { type: 'watch', stream, ...(fps < Infinity && { fps }) };
  }

  #watch(stream) {
    this.#send(this.#wish(stream));
  }

  #send(message) {
    this.#current?.send(message);
    this.#next?.send(message);
  }

  /** By a connection: a picture. Of two connections the new one is right once it brings pictures. */
  async show(connection, stream, picture) {
    if (connection !== this.#next && this.#next?.brought.has(stream)) return [];
    connection.brought.add(stream);
    const cameras = [...(this.#watched.get(stream) ?? [])];
    if (picture.isCard && cameras.length > 0) this.#cards.set(stream, picture);
    else this.#cards.delete(stream);
    const fates = await Promise.all(cameras.map((camera) => camera.show(picture)));
    if (connection === this.#next) this.#moveOnIfComplete();
    return fates;
  }

  #tell(state) {
    const cameras = this.#watched.get(state.stream);
    if (cameras) this.#states.set(state.stream, state);
    cameras?.forEach((camera) => camera.learn(state));
  }

  #tellCameras() {
    this.#watched.forEach((cameras) => cameras.forEach((camera) => camera.lineChanged()));
  }

  #tellList(streams, why) {
    this.#list = streams;
    this.#listeners.forEach((listener) => listener(streams, why));
  }

  #becomePlain(plain) {
    if (plain === this.plain) return;
    this.plain = plain;
    clearTimeout(this.#polling);
    if (plain) this.#poll();
  }

  async #poll() {
    const list = await this.#fetchStates();
    const isReachable = list !== null || (await this.#answers());
    if (!this.plain) return;
    clearTimeout(this.#polling);
    this.#polling = setTimeout(() => this.#poll(), POLL_EVERY);
    this.isReachable = isReachable;
    this.#tellCameras();
    if (isReachable) this.#tellStates(list);
    this.#tellList(list);
  }

  /** @param {object[] | null} list null where states can't be read */
  #tellStates(list) {
    for (const stream of this.#watched.keys()) {
      const missing = { state: 'REFUSED', reason: `There is no stream named '${stream}' here.` };
      const other = { state: 'REFUSED', reason: `The stream '${stream}' is MPEG-TS, not pictures.` };
      const unknown = { state: 'UNKNOWN', reason: null };
      const state = list ? list.find((each) => each.stream === stream) ?? missing : unknown;
      this.#tell({ ...(state.kind === 'ts' ? other : state), stream });
    }
  }

  /** The list of streams, or null where it doesn't come, or what comes isn't one. */
  async #fetchStates() {
    try {
      const response = await this.#ask('cors');
      const { streams } = response.ok ? await response.json() : {};
      return Array.isArray(streams) ? streams.filter((each) => each?.stream) : null;
    } catch {
      return null;
    }
  }

  /** On another site's page nobody may read the states, but learns at least that there are some. */
  #answers() {
    return this.#ask('no-cors').then(() => true, () => false);
  }

  #ask(mode) {
    const signal = AbortSignal.timeout(5_000);
    return fetch(this.#url('status.json'), { cache: 'no-store', mode, signal });
  }
}

/** Draws pictures. One is decoded at a time; of those that come meanwhile the newest is next. */
class Canvas {
  element = document.createElement('canvas');
  /** @type {Picture | null} */
  drawn = null;
  naturalWidth = 0;
  naturalHeight = 0;
  #context = this.element.getContext('2d', { alpha: false });
  #next = null;
  #busy = false;

  constructor() {
    [this.element.width, this.element.height] = [640, 360];
  }

  /** @param {Picture} picture @returns {Promise<'drawn' | 'late' | 'broken'>} */
  show(picture) {
    this.#next?.tell('late');
    return new Promise((tell) => {
      this.#next = { picture, tell };
      if (!this.#busy) this.#work();
    });
  }

  async #work() {
    this.#busy = true;
    while (this.#next) {
      const { picture, tell } = this.#next;
      this.#next = null;
      tell(await this.#draw(picture));
    }
    this.#busy = false;
  }

  async #draw(picture) {
    let bitmap;
    try {
      bitmap = await createImageBitmap(picture.jpeg);
      this.#fit(bitmap);
      this.#context.drawImage(bitmap, 0, 0, this.element.width, this.element.height);
      this.drawn = picture;
      return 'drawn';
    } catch {
      return 'broken'; // Or the browser has no memory left for the canvas.
    } finally {
      bitmap?.close();
    }
  }

  /** No more pixels than are shown, or thirty large pictures on a wall would take a gigabyte. */
  #fit({ width, height }) {
    const shown = this.element.clientWidth * devicePixelRatio || width;
    const scale = Math.min(1, Math.max(shown, 160) / width);
    const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
    if (this.element.width !== w || this.element.height !== h) {
      [this.element.width, this.element.height] = [w, h];
      this.#context.imageSmoothingQuality = 'medium';
    }
    [this.naturalWidth, this.naturalHeight] = [width, height];
  }
}

/**
 * The fallback: snapshots, one after the other, since an image that is a stream doesn't tell when
 * it has ended. What loads is a picture of this moment, or the offline card.
 */
class PlainImage {
  element = document.createElement('img');
  isCard = false;
  #url;
  #token;
  #camera;
  #line;
  #next = this.element;
  #wasInTime = false;
  #isOver = false;

  /** @param {string} url @param {SightlineCamera} camera @param {Line} line */
  constructor(url, camera, line) {
    this.#url = url;
    this.#token = queryOf(camera.token).replace('?', '&');
    this.#camera = camera;
    this.#line = line;
    this.#work();
  }

  close() {
    this.#isOver = true;
    this.#next.src = 'data:,'; // Without this some browsers go on receiving.
  }

  async #work() {
    while (!this.#isOver) {
      const begunAt = now();
      const rate = this.#line.mayWait(this.#camera) ? PLAIN_RATE : PLAIN_RATE_WITHOUT_WAITING;
      const wasInTime = this.#wasInTime;
      this.#wasInTime = await this.#load();
      const every = 1_000 / Math.min(rate, this.#camera.fps ?? rate);
      const rest = wasInTime ? AT_ONCE : 1_000; // After a failure; the first may be an edge that stops.
      await pause(this.#wasInTime ? Math.max(0, begunAt + every - now()) : rest);
    }
  }

  /** One that isn't in time leaves the one before where it is. */
  async #load() {
    const image = document.createElement('img');
    const timer = setTimeout(() => (image.src = 'data:,'), PLAIN_PATIENCE);
    this.#next = image;
    image.src = `${this.#url}?${this.#freshness}&at=${Date.now()}${this.#token}`;
    try {
      await image.decode();
      if (!this.#isOver) this.#camera.loaded(image);
      return true;
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  /** After a failure also a picture that came between the two requests is good. */
  get #freshness() {
    if (!this.#line.mayWait(this.#camera)) return 'max_age=2s&max_wait=500ms';
    return `max_age=${this.#wasInTime ? '0' : '2s'}&max_wait=5s`;
  }
}

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host {
    display: block; position: relative; overflow: hidden;
    background: #000; color: #fff; font: 14px/1.4 system-ui, sans-serif;
  }
  :host([hidden]) { display: none; }
  [part=frame] { position: relative; width: 100%; height: 100%; outline: 0; }
  [part=frame]:focus-visible::after {
    content: ""; position: absolute; inset: 0; pointer-events: none;
    border: 3px solid var(--sightline-accent, #70b8ff); border-radius: inherit;
  }
  [part=picture] {
    display: block; width: 100%; height: 100%; object-fit: var(--sightline-fit, contain);
    transition: filter .3s .2s, opacity .3s .2s;
  }
  img[part=picture] { min-height: 6rem; }
  :host(:not([status=live], [status=offline], [status=unknown])) [part=picture] {
    filter: grayscale(1); opacity: .4;
  }
  #notes {
    position: absolute; inset: .6em .6em auto; display: flex; flex-wrap: wrap; gap: .4em;
    align-items: start; pointer-events: none;
  }
  [part=badge], [part=info] {
    margin: 0; padding: .25em .7em; border: 1px solid transparent; border-radius: .4em;
    background: rgb(20 22 26 / .82); font-variant-numeric: tabular-nums;
  }
  [part=badge]::before {
    content: ""; display: inline-block; width: .55em; height: .55em; margin-right: .5em;
    border-radius: 50%; background: #ffb224;
  }
  :host(:is([status=connecting], [status=paused])) [part=badge]::before {
    background: #b0b4ba;
  }
  :host([status=live]) [part=badge] { display: none; }
  :host([status=connecting]) [part=badge] { animation: appear .2s .4s backwards; }
  @keyframes appear { from { opacity: 0; } }
  [part=info] { margin-left: auto; }
  [part=controls] {
    position: absolute; right: .5em; bottom: .5em; display: flex; gap: .25em; opacity: 0;
    transition: opacity .15s;
  }
  :host(:is(:hover, :focus-within)) [part=controls] { opacity: 1; }
  @media (hover: none) { [part=controls] { opacity: 1; } }
  button {
    width: 2.75em; height: 2.75em; padding: .65em; border: 1px solid transparent;
    border-radius: .5em; background: rgb(20 22 26 / .72); color: inherit; font: inherit;
    cursor: pointer;
  }
  button:hover, button[aria-pressed=true] { background: rgb(70 76 84 / .9); }
  button:focus-visible { outline: 3px solid var(--sightline-accent, #70b8ff); }
  svg { display: block; fill: none; stroke: currentColor; stroke-width: 2; }
  [hidden], :host(:not([controls])) [part=controls] { display: none; }
  [role=status] { position: absolute; width: 1px; height: 1px; overflow: hidden; opacity: 0; }
  @media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
  @media (forced-colors: active) { [part=badge], [part=info], button { border-color: CanvasText; } }
`);

const icon = (path) => `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg>`;
const button = (name, title, path) => `
  <button part="button" type="button" name="${name}" title="${title}" aria-label="${title}">
    ${icon(path)}
  </button>`;

const INSIDE = `
  <div part="frame" role="group">
    <div id="notes"><p part="badge"></p><p part="info" hidden></p></div>
    <div part="controls">
      ${button('pause', 'Pause (space)', 'M8 5v14M16 5v14')}
      ${button('info', 'Figures (i)', 'M12 11v7M12 6v1M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0')}
      ${button('snapshot', 'Save this picture (s)', 'M12 4v11M7 10l5 5l5-5M4 20h16')}
      ${button('fullscreen', 'Full screen (f)', 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5')}
    </div>
    <div role="status"></div>
  </div>`;

const KEYS = { ' ': 'pause', i: 'info', s: 'snapshot', f: 'fullscreen' };

const inView = new IntersectionObserver(
  (entries) => entries.forEach(({ target, isIntersecting }) => target.seen(isIntersecting)),
  { rootMargin: '50px' },
);

const LIVE = { status: 'live', words: 'live' };
const UNKNOWN = { status: 'unknown', words: 'perhaps not live' };
const CONNECTING = { status: 'connecting', words: 'connecting …' };

/** Milliseconds over which the rate of the pictures is counted. */
const RATE_OVER = 3_000;

const few = (number, unit) => `${number.toFixed(number < 10 ? 1 : 0)} ${unit}`;

/** A time of today, or of another day with its date. */
export function timeInWords(time) {
  const date = new Date(time);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? date.toLocaleTimeString() : date.toLocaleString();
}

/** Such as `12 fps · 0.2 s old · 960 × 540`. */
function figuresInWords({ width, height, fps, age }) {
  const parts = [
    fps !== undefined && few(fps, 'fps'),
    age !== undefined && `${few(age / 1000, 's')} old`,
    width > 0 && `${width} × ${height}`,
  ];
  return parts.filter(Boolean).join(' · ');
}

/** The element. Its pictures come while it is in view, in a tab that is in front. */
class SightlineCamera extends HTMLElement {
  static observedAttributes = ['stream', 'src', 'token', 'fps', 'info', 'controls', 'label', 'quiet'];

  #root = this.attachShadow({ mode: 'open' });
  #canvas = new Canvas();
  /** @type {PlainImage | null} */
  #image = null;
  /** @type {Line | null} the line that it is added to, for the stream of this name */
  #line = null;
  #name = '';
  #isInView = false;
  #paused = false;
  #state = { state: 'IDLE', reason: null, heardAt: 0 };
  #verdict = CONNECTING;
  #changedAt = now();
  #said = 'live';
  #beganAt = now();
  #shownAt = 0;
  #interval = 0;
  #times = [];
  #ticker = 0;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.innerHTML = INSIDE;
    this.#part('frame').prepend(this.#canvas.element);
    this.#part('controls').onclick = ({ target }) => this.#act(target.closest('button')?.name);
    this.#root.addEventListener('keydown', (event) => this.#key(event));
    this.#root.querySelector('[name=fullscreen]').hidden = !document.fullscreenEnabled;
    this.#label();
  }

  get stream() {
    return this.getAttribute('stream') ?? '';
  }

  set stream(name) {
    this.setAttribute('stream', name);
  }

  get token() {
    return this.getAttribute('token') ?? '';
  }

  set token(text) {
    this.setAttribute('token', text);
  }

  get label() {
    return this.getAttribute('label') ?? this.stream;
  }

  /** The edge's address; what `src` says is relative to the page. */
  get base() {
    const src = this.getAttribute('src');
    const { href } = src === null ? new URL('..', import.meta.url) : new URL(src, document.baseURI);
    return href.replace(/[?#].*/, '').replace(/\/?$/, '/');
  }

  /** The most pictures a second, or undefined for all. */
  get fps() {
    const fps = Number.parseFloat(this.getAttribute('fps'));
    return fps > 0 ? fps : undefined;
  }

  /**
   * `connecting`, `live`, `stale`, `offline` (a card for a picture), `refused` or `paused`; also
   * `unknown`, where only snapshots get through and the states of another site can't be read.
   */
  get status() {
    return this.#verdict.status;
  }

  /** The status for people, with the reason. */
  get words() {
    return this.#verdict.words;
  }

  get paused() {
    return this.#paused;
  }

  /** What is known of the pictures; the age in milliseconds is undefined while nobody knows it. */
  get figures() {
    const { naturalWidth: width, naturalHeight: height } = this.#image?.element ?? this.#canvas;
    if (this.#image) return { width, height, fps: this.#rate() };
    const { drawn } = this.#canvas;
    const age = drawn ? this.#line?.clock.since(drawn.capturedAt) : undefined;
    return { width, height, fps: this.#rate(), age };
  }

  pause() {
    this.#paused = true;
    this.#update();
  }

  resume() {
    this.#paused = false;
    this.#update();
  }

  /** Saves the picture on the screen, as the camera made it. */
  snapshot() {
    const jpeg = this.#canvas.drawn?.jpeg;
    if (!jpeg && !this.#image) return;
    const taken = new Date(this.#image ? Date.now() : this.#canvas.drawn.capturedAt);
    const local = new Date(taken - taken.getTimezoneOffset() * 60_000).toISOString();
    const link = document.createElement('a');
    link.href = this.#image ? `${this.base}${this.stream}/snapshot${queryOf(this.token)}` : URL.createObjectURL(jpeg);
    link.download = `${this.stream}-${local.slice(0, 19).replace(/[T:]/g, '-')}.jpg`;
    if (this.#image) [link.target, link.rel] = ['_blank', 'noopener']; // Others' files only open.
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  fullscreen() {
    if (document.fullscreenElement === this) document.exitFullscreen();
    else this.requestFullscreen?.().catch(() => {}); // The browser refuses it without a gesture.
  }

  connectedCallback() {
    inView.observe(this);
    document.addEventListener('visibilitychange', this.#update);
    this.#ticker = setInterval(() => this.#tick(), 500);
    this.#update();
  }

  disconnectedCallback() {
    inView.unobserve(this);
    document.removeEventListener('visibilitychange', this.#update);
    clearInterval(this.#ticker);
    this.#isInView = false;
    this.#update();
  }

  attributeChangedCallback(name) {
    this.#label();
    if (['stream', 'src', 'token'].includes(name)) this.#forget();
    if (['stream', 'src', 'token', 'fps'].includes(name)) this.#leave();
    this.#update();
  }

  /** By the observer: whether any of it can be seen. */
  seen(isInView) {
    this.#isInView = isInView;
    this.#update();
  }

  /** By its line: a picture of its stream. */
  async show(picture) {
    const canvas = this.#canvas;
    const fate = await canvas.show(picture);
    if (fate !== 'drawn' || canvas !== this.#canvas) return fate;
    if (picture.isCard) this.#judge();
    else this.#shown();
    return fate;
  }

  /** By its plain image: the next one, which is the card while the camera is away. */
  loaded(image) {
    const before = this.#image.element;
    this.#image.element = image;
    this.#image.isCard = this.#isAway();
    this.#label();
    before.replaceWith(image);
    if (this.#image.isCard) this.#judge();
    else this.#shown();
  }

  /** By its line: how its stream is doing. */
  learn(state) {
    this.#state = { ...state, heardAt: now() };
    this.#judge();
  }

  /** By its line: it is connected, or not any more, or plain. */
  lineChanged() {
    this.#choosePicture();
    this.#judge();
  }

  #part(name) {
    return this.#root.querySelector(`[part=${name}]`);
  }

  #update = () => {
    const wanted = this.isConnected && this.#isInView && !document.hidden && !this.#paused;
    if (wanted && NAME.test(this.stream) && !this.#line) this.#join();
    if (!wanted && this.#line) this.#leave();
    this.#judge();
    this.#tick();
  };

  #join() {
    this.#beganAt = now();
    this.#name = this.stream;
    this.#line = Line.to(this.base, this.token);
    this.#line.add(this);
    this.#choosePicture();
    this.#line.catchUp(this);
  }

  #leave() {
    this.#line?.remove(this, this.#name);
    this.#line = null;
    this.#choosePicture();
  }

  #forget() {
    const canvas = new Canvas(); // Whatever is still being decoded ends up on the old one.
    this.#canvas.element.replaceWith(canvas.element);
    this.#canvas = canvas;
    this.#shownAt = 0;
    this.#state = { state: 'IDLE', reason: null, heardAt: 0 };
    this.#label();
  }

  /** The canvas, or an image where the line is plain. */
  #choosePicture() {
    const plain = this.#line?.plain === true;
    if (plain === (this.#image !== null)) return;
    const before = this.#image ?? this.#canvas;
    this.#image?.close();
    this.#image = plain
      ? new PlainImage(`${this.base}${this.stream}/snapshot`, this, this.#line)
      : null;
    before.element.replaceWith((this.#image ?? this.#canvas).element);
    this.#label();
  }

  #rate() {
    const recent = this.#times.filter((time) => now() - time < RATE_OVER);
    if (recent.length < 2) return (recent.length / RATE_OVER) * 1000;
    return ((recent.length - 1) / (recent.at(-1) - recent[0])) * 1000;
  }

  #shown() {
    const time = now();
    if (this.#shownAt > this.#beganAt) {
      const gap = Math.min(10_000, time - this.#shownAt);
      this.#interval += 0.2 * (gap - this.#interval);
    }
    this.#shownAt = time;
    this.#times = [...this.#times.slice(-199), time];
    this.#judge();
  }

  /** Decides what may be said of the picture; an old one must never look live. */
  #judge() {
    if (this.#line === null && !this.#paused && NAME.test(this.stream)) return; // Out of sight.
    const verdict = this.#verdictNow();
    if (verdict.status === this.status && verdict.words === this.words) return;
    if (verdict.status !== this.status) this.#changedAt = now();
    this.#verdict = verdict;
    this.setAttribute('status', verdict.status);
    this.#label();
    this.dispatchEvent(new CustomEvent('statechange', { bubbles: true, detail: verdict }));
  }

  #verdictNow() {
    if (!NAME.test(this.stream)) return { status: 'refused', words: this.#nameProblem() };
    if (this.#paused) return { status: 'paused', words: 'paused' };
    if (this.#line.refusal) return { status: 'refused', words: this.#line.refusal };
    if (this.#isCut()) return this.#stale(this.#cutReason());
    const { state, reason } = this.#state;
    if (state === 'REFUSED') return { status: 'refused', words: reason };
    if (this.#image) return this.#plainVerdict();
    if (this.#canvas.drawn?.isCard) return this.#offline();
    if (this.#isStale()) return this.#stale(this.#reason());
    return this.#shownAt > this.#beganAt ? LIVE : CONNECTING;
  }

  #plainVerdict() {
    if (this.#isAway() && this.#image.isCard) return this.#offline();
    if (this.#isAway() || this.#isStale()) return this.#stale(this.#reason());
    if (this.#shownAt < this.#beganAt || this.#image.isCard) return CONNECTING;
    return { LIVE, UNKNOWN }[this.#state.state] ?? CONNECTING;
  }

  #nameProblem() {
    if (!this.stream) return 'The attribute "stream" is missing.';
    return `"${this.stream}" is no stream's name: lower case letters, digits, _ and -, at most 63.`;
  }

  #isCut() {
    if (this.#image) return !this.#line.isReachable;
    const since = Math.max(this.#line.lostAt, this.#beganAt);
    return !this.#line.connected && now() - since > UNNOTICED;
  }

  #cutReason() {
    return this.#line.isFull ? 'this edge is full, trying again' : 'no connection, trying again';
  }

  /** Between two attempts or in one; a reason is told until there is a picture again. */
  #isAway() {
    const { state, reason } = this.#state;
    return state === 'RETRYING' || (state === 'CONNECTING' && Boolean(reason));
  }

  /** A picture that comes after the news that the camera is lost tells that it is back. */
  #isStale() {
    const silence = now() - Math.max(this.#shownAt, this.#beganAt);
    const patience = Math.max(STALE_AFTER, 3 * this.#interval, 3_000 / (this.fps ?? Infinity));
    const isLost = this.#isAway() && this.#state.heardAt > (this.#canvas.drawn?.arrivedAt ?? 0);
    return isLost || silence > patience;
  }

  #reason() {
    if (!this.#isAway()) return 'waiting for the camera';
    return this.#state.reason ?? 'the camera does not answer';
  }

  #offline() {
    return { status: 'offline', words: this.#state.reason ?? 'no picture' };
  }

  #stale(why) {
    const since = this.#lastPictureAt();
    const words = `${since ? `no picture since ${timeInWords(since)}` : 'no picture'} · ${why}`;
    return { status: 'stale', words };
  }

  /** Undefined if nobody here knows: there were others while the tab was hidden. */
  #lastPictureAt() {
    if (this.#shownAt > this.#beganAt) return this.#shownAt;
    return this.#isAway() ? this.#state.since : undefined;
  }

  #tick() {
    this.#judge();
    this.#announce();
    this.#part('info').hidden = !this.hasAttribute('info');
    if (this.hasAttribute('info')) this.#part('info').textContent = figuresInWords(this.figures);
  }

  /** For screen readers: what lasts, not each flicker, and neither waiting nor a pause. */
  #announce() {
    const { status, words } = this.#verdict;
    const isNews = status !== this.#said && status !== 'connecting' && status !== 'paused';
    if (!isNews || now() - this.#changedAt < 1_500) return;
    this.#said = status;
    const text = status === 'live' ? 'live again' : words;
    this.#root.querySelector('[role=status]').textContent =
      this.hasAttribute('quiet') ? '' : `${this.label}: ${text}`;
  }

  #label() {
    const { status, words } = this.#verdict;
    const picture = (this.#image ?? this.#canvas).element;
    picture.setAttribute('part', 'picture');
    picture.setAttribute('role', 'img');
    const name = status === 'live' ? `Live picture of ${this.label}` : `${this.label}: ${words}`;
    picture.setAttribute('aria-label', name);
    this.#part('badge').textContent = words;
    this.#part('frame').setAttribute('aria-label', this.label);
    if (this.hasAttribute('controls')) this.#part('frame').tabIndex = 0;
    else this.#part('frame').removeAttribute('tabindex');
    this.#button('info').ariaPressed = String(this.hasAttribute('info'));
    this.#button('pause').ariaPressed = String(this.#paused);
  }

  #button(name) {
    return this.#root.querySelector(`button[name=${name}]`);
  }

  #key(event) {
    const action = KEYS[event.key];
    const isForButton = event.key === ' ' && event.target.closest('button');
    const isShortcut = event.ctrlKey || event.altKey || event.metaKey;
    if (!action || isForButton || isShortcut || !this.hasAttribute('controls')) return;
    event.preventDefault();
    this.#act(action);
  }

  #act(action) {
    if (action === 'pause') this.#paused ? this.resume() : this.pause();
    if (action === 'info') this.toggleAttribute('info');
    if (action === 'snapshot') this.snapshot();
    if (action === 'fullscreen') this.fullscreen();
  }
}

/** Tells a listener the streams of an edge, in order, whenever one changes; null, and why: none. */
export function listStreams(base, listener, token = '') {
  Line.to(base, token).list(listener);
}

if (!customElements.get('sightline-camera')) {
  customElements.define('sightline-camera', SightlineCamera);
}
