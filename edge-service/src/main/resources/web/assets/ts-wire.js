// Where the page of an MPEG-TS stream gets it from.

import { refusalAt } from './token.js';

/** The close code of an edge that won't have this page any more. */
const REFUSED = 1008;

/** Milliseconds within which the first attempt to come back is made. */
const AT_ONCE = 150;

/** Milliseconds until the next one: twice as many each time, never more than these. */
const FIRST_PAUSE = 300;
const LONGEST_PAUSE = 4_000;

const now = () => performance.now();

/**
 * The bytes, as JSMpeg wants its sources. It connects again whatever happens, and rests in a hidden tab.
 *
 * isHeard, among the options, tells whether it stays connected there all the same.
 */
export class Wire {
  streaming = true;
  established = false;
  completed = false;
  progress = 0;
  bytes = 0;
  heardAt = 0;
  isOpen = false;
  /** Why the edge has closed it, in the edge's words. */
  reason = '';
  /** The same if there is no use in trying again. */
  refusal = '';
  #socket = null;
  #pause = 0;
  #timer = 0;

  constructor(url, { isHeard }) {
    this.url = url;
    this.isHeard = isHeard;
  }

  connect(demuxer) {
    this.demuxer = demuxer;
  }

  start() {
    this.#open();
    document.addEventListener('visibilitychange', this.#seen);
  }

  /** By JSMpeg, which thinks of files. */
  resume() {}

  destroy() {
    document.removeEventListener('visibilitychange', this.#seen);
    this.#close();
  }

  /** Begins anew, since the edge seems to be gone. */
  renew() {
    this.#close();
    this.#open();
  }

  #seen = () => {
    if (this.#rests()) this.#close();
    else if (!this.isOpen) this.renew();
  };

  #rests() {
    return document.hidden && !this.isHeard();
  }

  #open() {
    if (this.#rests() || this.refusal) return;
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#opened(socket);
    socket.onmessage = ({ data }) => this.#heard(socket, data);
    socket.onclose = ({ code, reason }) => this.#closed(socket, code, reason);
  }

  #opened(socket) {
    if (socket !== this.#socket) return;
    this.isOpen = true;
    this.reason = '';
    this.heardAt = now();
  }

  #heard(socket, data) {
    if (socket !== this.#socket) return;
    this.#pause = 0;
    this.heardAt = now();
    this.bytes += data.byteLength;
    this.established = true;
    this.demuxer.write(data);
  }

  /** Many viewers lose an edge at the same moment, so they don't come back at the same moment. */
  #closed(socket, code, reason) {
    if (socket !== this.#socket) return;
    if (!this.isOpen) this.#askWhy();
    this.isOpen = false;
    this.reason = reason;
    if (code === REFUSED) {
      this.refusal = reason;
      return;
    }
    const delay = this.#pause === 0 ? Math.random() * AT_ONCE : this.#pause * (0.75 + Math.random() / 2);
    this.#timer = setTimeout(() => this.#open(), delay);
    this.#pause = Math.min(Math.max(FIRST_PAUSE, 2 * this.#pause), LONGEST_PAUSE);
  }

  /** A browser tells nobody why a handshake has failed. */
  async #askWhy() {
    const why = await refusalAt(this.url.replace(/^ws/, 'http'));
    if (!why || this.isOpen) return;
    this.refusal = why;
    this.#close();
  }

  #close() {
    clearTimeout(this.#timer);
    this.isOpen = false;
    this.#socket?.close();
    this.#socket = null;
  }
}
