// One MPEG-TS stream, played by JSMpeg: pictures in MPEG-1, sound in MP2. The edge sends it from a point where a decoder
// can begin, and again from such a point when the link is too thin. Read it from the wire up: ts-wire.js, Player, the page.

import JSMpeg from './jsmpeg/dist/jsmpeg-player.esm.js';
import { timeInWords } from './sightline-camera.js';
import { keepTokenIn, pageToken, queryOf } from './token.js';
import { Wire } from './ts-wire.js';

const REPORT_EVERY = 2_000;
const PATIENCE = 5_000;

/** Without a picture for so long it isn't live, and without a byte the edge is asked whether it is there. */
const STALE_AFTER = 3_000;

/** A connection that is back within this time was never missing. */
const UNNOTICED = 2_000;

/** Without a byte for so long, while the stream is live, the connection is taken for lost. */
const LOST_AFTER = 10_000;

/** More than the edge sends at once to one who joins, so that the player never throws any of it away. */
const VIDEO_BUFFER = 4 << 20;

/** Frames that may wait to be decoded: a few even out the network, more would make the picture old. */
const MOST_WAITING = 2;
const MOST_AT_ONCE = 4;

const byId = (id) => document.getElementById(id);
const now = () => performance.now();
const name = location.pathname.split('/').filter(Boolean).at(-1);
const stage = byId('stage');

/** Whether the browser lets this page compile WebAssembly, which decodes twice as fast as script does. */
function hasWebAssembly() {
  try {
    return Boolean(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
  } catch {
    return false;
  }
}

/** Width and height, if a sequence header of MPEG-1 begins here. */
function sizeIn(bytes) {
  const isHeader = bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 1 && bytes[3] === 0xb3;
  if (!isHeader) return undefined;
  return { width: (bytes[4] << 4) | (bytes[5] >> 4), height: ((bytes[5] & 15) << 8) | bytes[6] };
}

/** JSMpeg, kept up to date: it decodes one frame per turn of the screen, which a late start needs more of. */
class Player {
  size = undefined;
  frames = 0;
  shownAt = 0;
  #jsmpeg;
  #waiting = 0;
  #wantsSound = false;

  constructor(url) {
    this.url = url;
    this.#make();
    this.#catchUp();
  }

  /** A canvas that was drawn on in one way can't be drawn on in another, so each player gets its own. */
  #make() {
    const canvas = byId('picture').cloneNode();
    byId('picture').replaceWith(canvas);
    this.#jsmpeg = new JSMpeg.Player(this.url, {
      canvas,
      source: Wire,
      isHeard: () => this.#wantsSound,
      videoBufferSize: VIDEO_BUFFER,
      disableWebAssembly: !hasWebAssembly(),
      pauseWhenHidden: false,
      onVideoDecode: () => this.#shown(),
    });
    this.#watchSize(this.#jsmpeg.video);
    this.#setUpSound();
    this.#playWhenHidden(this.#jsmpeg.audio);
  }

  /** JSMpeg reads the size of the first picture only. */
  #watchSize(video) {
    const write = video.write.bind(video);
    video.write = (time, buffers) => {
      const size = sizeIn(buffers[0]);
      const isOther = size && this.size && (size.width !== this.size.width || size.height !== this.size.height);
      this.size = size ?? this.size;
      if (isOther) {
        setTimeout(() => this.#remake());
        return;
      }
      this.#waiting++;
      write(time, buffers);
    };
  }

  #remake() {
    this.#jsmpeg.destroy();
    this.#waiting = 0;
    this.#make();
  }

  #shown() {
    this.frames++;
    this.#waiting--;
    this.shownAt = now();
    stage.dataset.shown = '';
  }

  #catchUp = () => {
    this.#decodeLate();
    requestAnimationFrame(this.#catchUp);
  };

  #decodeLate() {
    for (let i = 0; i < MOST_AT_ONCE && this.#waiting > MOST_WAITING; i++) {
      if (!this.#jsmpeg.video.decode()) this.#waiting = 0;
    }
  }

  /** The screen has no turns in a hidden tab, so there it is decoded as sound comes in. */
  #playWhenHidden(audio) {
    if (!audio) return;
    const write = audio.write.bind(audio);
    audio.write = (time, buffers) => {
      write(time, buffers);
      if (!document.hidden) return;
      this.#jsmpeg.updateForStreaming();
      this.#decodeLate();
    };
  }

  get wire() {
    return this.#jsmpeg.source;
  }

  get hasSound() {
    return this.#jsmpeg.audio?.canPlay === true;
  }

  get isHeard() {
    const out = this.#jsmpeg.audioOut;
    return Boolean(out?.unlocked) && out.context.state === 'running';
  }

  /** A browser lets a page be heard once it was clicked; until then JSMpeg is told to keep what it would play. */
  #setUpSound() {
    const out = this.#jsmpeg.audioOut;
    if (!out) return;
    out.unlocked = false;
    out.context.onstatechange = showSound;
    if (this.#wantsSound) this.#play();
  }

  async toggleSound() {
    if (!this.#jsmpeg.audioOut) return;
    this.#wantsSound = !this.isHeard;
    await (this.#wantsSound ? this.#play() : this.#mute());
    showSound();
  }

  async #play() {
    const out = this.#jsmpeg.audioOut;
    await out.context.resume();
    out.resetEnqueuedTime();
    out.unlocked = true;
  }

  #mute() {
    const out = this.#jsmpeg.audioOut;
    out.stop();
    out.unlocked = false;
    return out.context.suspend();
  }
}

const socketUrl = new URL('streamsocket', location.href.replace(/^http/, 'ws'));
socketUrl.search = queryOf(pageToken);
const player = new Player(socketUrl.href);
let report = {};
let isAnswering = true;
let verdict = { state: '', words: '' };
let before = { at: now(), frames: 0, bytes: 0 };

function judge() {
  const { wire, shownAt, size } = player;
  const isMissed = wire.bytes === 0 || now() - wire.heardAt > UNNOTICED;
  if (!wire.isOpen && isMissed) return notConnected(wire);
  if (now() - shownAt < STALE_AFTER && shownAt > 0) return { state: 'live', words: 'live' };
  if (now() - wire.heardAt < STALE_AFTER && wire.bytes > 0 && !size) {
    const words = player.hasSound ? 'sound only' : 'no video in MPEG-1, which is all that plays here';
    return { state: 'connecting', words };
  }
  return waiting(shownAt);
}

function notConnected(wire) {
  if (wire.refusal) return { state: 'offline', words: wire.refusal };
  if (wire.bytes === 0 && !wire.reason && isAnswering) return { state: 'connecting', words: 'connecting …' };
  return { state: 'offline', words: `${wire.reason || 'no connection'}, trying again` };
}

function waiting(shownAt) {
  if (report.state !== 'RETRYING' && shownAt === 0) return { state: 'connecting', words: 'waiting …' };
  const since = shownAt > 0 ? ` since ${timeInWords(Date.now() - (now() - shownAt))}` : '';
  return { state: 'stale', words: `no picture${since} · ${report.reason ?? 'waiting for the stream'}` };
}

function showState() {
  const next = judge();
  if (next.state === verdict.state && next.words === verdict.words) return;
  const isNews = next.state !== verdict.state && verdict.state !== '' && next.state !== 'connecting';
  verdict = next;
  const shortWords = { live: 'live', connecting: 'connecting', stale: 'no picture', offline: 'offline' };
  byId('state').textContent = shortWords[next.state];
  byId('state').dataset.state = next.state;
  stage.dataset.state = next.state;
  byId('badge').textContent = next.words;
  if (isNews) byId('news').textContent = `${name}: ${next.words}`;
  showLabel();
}

function showLabel() {
  const label = verdict.state === 'live' ? `Live picture of ${name}` : `${name}: ${verdict.words}`;
  byId('picture').setAttribute('aria-label', label);
}

function showSound() {
  byId('sound').hidden = !player?.hasSound;
  byId('sound').setAttribute('aria-pressed', String(Boolean(player?.isHeard)));
}

function showFigures() {
  const { frames, size, wire } = player;
  const seconds = (now() - before.at) / 1000;
  const isLive = verdict.state === 'live';
  const bits = Math.max(0, (wire.bytes - before.bytes) * 8) / seconds;
  byId('resolution').textContent = size ? `${size.width} × ${size.height}` : '–';
  byId('rate').textContent = isLive ? `${((frames - before.frames) / seconds).toFixed(1)} fps` : '–';
  byId('bandwidth').textContent = wire.isOpen ? `${(bits / 1e6).toFixed(2)} Mbit/s` : '–';
  if (size) stage.style.setProperty('--ratio', size.width / size.height);
  before = { at: now(), frames, bytes: wire.bytes };
}

async function askForReport() {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(`status.json${queryOf(pageToken)}`, { cache: 'no-store', signal });
    [report] = (await response.json()).streams;
    isAnswering = true;
    byId('viewers').textContent = report.viewers.toLocaleString();
    byId('since').textContent = timeInWords(report.since);
    byId('source').textContent = report.source;
  } catch {
    isAnswering = false;
    byId('viewers').textContent = '–';
  }
  renewIfLost(player.wire);
}

/** A socket whose other end has vanished stays open for long; a silent one may just have nothing to say. */
function renewIfLost(wire) {
  const silence = now() - wire.heardAt;
  const isLost = isAnswering ? report.state === 'LIVE' && silence > LOST_AFTER : silence > STALE_AFTER;
  if (wire.isOpen && isLost) wire.renew();
}

async function keepReporting() {
  if (!document.hidden || player.isHeard) await askForReport();
  setTimeout(keepReporting, REPORT_EVERY);
}

function toggleFullscreen() {
  if (document.fullscreenElement === stage) document.exitFullscreen();
  else stage.requestFullscreen?.().catch(() => {}); // The browser refuses it without a gesture.
}

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === 'm' && !byId('sound').hidden) player.toggleSound();
  if (event.key === 'f') toggleFullscreen();
}

keepTokenIn(document);
document.title = `${name} · Sightline`;
byId('name').textContent = name;
stage.setAttribute('aria-label', name);
byId('command').textContent = `ffplay -fflags nobuffer ${new URL(`live.ts${queryOf(pageToken)}`, location.href.replace(/[?#].*/, ''))}`;
byId('code').textContent = `new JSMpeg.Player('${socketUrl}', { canvas })`;
byId('sound').onclick = () => player.toggleSound();
byId('fullscreen').onclick = toggleFullscreen;
byId('fullscreen').hidden = !document.fullscreenEnabled;
stage.addEventListener('keydown', onKey);
document.addEventListener('visibilitychange', () => document.hidden || askForReport());
setInterval(() => {
  showState();
  showSound();
  showFigures();
}, 500);
showState();
keepReporting();
