// The wall: every stream of the edge, over one socket. Streams come and go as the edge tells.

import { listStreams } from './sightline-camera.js';
import { keepTokenIn, pageToken, queryOf } from './token.js';

const wall = document.getElementById('wall');
const summary = document.getElementById('summary');
const empty = document.getElementById('empty');

const GAP = 12;
const CAPTION = 30;
const NARROWEST = 160;
const PHONE = 600;

const wordsFor = { IDLE: 'not watched', CONNECTING: 'connecting', LIVE: 'live', RETRYING: 'no picture' };

/** @type {Map<string, {item: HTMLLIElement, state: HTMLElement, kind: string}>} */
const tiles = new Map();

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

function makeTile(name, kind) {
  const state = element('span', 'state');
  const caption = element('span', 'caption', element('span', 'name', name), state);
  const link = element('a', 'tile', kind === 'ts' ? makeSign() : makeCamera(name), caption);
  link.href = `${name}/${queryOf(pageToken)}`;
  return { item: element('li', '', link), state, kind };
}

function makeCamera(name) {
  const camera = document.createElement('sightline-camera');
  camera.stream = name;
  if (pageToken) camera.token = pageToken;
  camera.setAttribute('quiet', ''); // The summary speaks for all.
  return camera;
}

/** In place of a picture: MPEG-TS has none by itself, and takes a player with a socket of its own. */
function makeSign() {
  const kind = element('span', 'kind', 'MPEG-TS');
  return element('span', 'sign', kind, element('span', '', 'plays on its page, with sound'));
}

function show(streams, why) {
  if (streams === null) {
    summary.textContent = why ?? 'This edge does not answer; trying again …';
    tiles.forEach(({ state }) => say(state, undefined));
    return;
  }
  const kinds = new Map(streams.map(({ stream, kind }) => [stream, kind]));
  for (const [name, { kind }] of tiles) if (kinds.get(name) !== kind) remove(name);
  streams.forEach(place);
  summary.textContent = summarize(streams);
  empty.hidden = streams.length > 0;
  fit();
}

function remove(name) {
  tiles.get(name).item.remove();
  tiles.delete(name);
}

/** Makes the tile if it is new; one that is in its place is left alone, or it would blink. */
function place({ stream, kind, state }, index) {
  if (!tiles.has(stream)) tiles.set(stream, makeTile(stream, kind));
  const tile = tiles.get(stream);
  if (wall.children[index] !== tile.item) wall.insertBefore(tile.item, wall.children[index]);
  say(tile.state, state);
}

function say(element, state) {
  element.textContent = wordsFor[state] ?? '';
  element.dataset.state = state ?? '';
}

function summarize(streams) {
  if (streams.length === 0) return '';
  const without = streams.filter(({ state }) => state === 'RETRYING').length;
  const count = streams.length === 1 ? '1 stream' : `${streams.length} streams`;
  return without === 0 ? count : `${count}, ${without} without a picture`;
}

/** Chooses the columns that make the pictures largest with all of them in the window. */
function fit() {
  const count = tiles.size;
  const width = wall.clientWidth;
  const height = innerHeight - wall.offsetTop - GAP;
  const best = width < PHONE ? phone(count, width, height) : largest(count, width, height);
  wall.style.setProperty('--columns', best.columns);
  wall.style.setProperty('--tile', best.tile);
  document.body.style.setProperty('--wall', best.wall ?? 'none'); // The header is as wide.
}

/** One column if all of them fit into it, or else two. */
function phone(count, width, height) {
  const tile = (width * 9) / 16 + CAPTION + GAP;
  return { columns: count * tile - GAP <= height ? 1 : 2, tile: '1fr' };
}

function largest(count, width, height) {
  const most = Math.floor((width + GAP) / (NARROWEST + GAP)); // Further ones are scrolled to.
  let best = { columns: most, size: NARROWEST, tile: '1fr' };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const wide = (width - GAP * (columns - 1)) / columns;
    const high = ((height - GAP * (rows - 1)) / rows - CAPTION) * (16 / 9);
    const size = Math.floor(Math.min(wide, high) / 16) * 16; // Or else black lines beside pictures.
    const wall = `${columns * (size + GAP) - GAP}px`;
    if (size > best.size) best = { columns, size, tile: `${size}px`, wall };
  }
  return best;
}

new ResizeObserver(fit).observe(wall);
addEventListener('resize', fit);
keepTokenIn(document);
listStreams(new URL('.', document.baseURI).href, show, pageToken);
