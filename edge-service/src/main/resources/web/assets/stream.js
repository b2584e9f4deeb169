// One stream, large, with its figures: those of the picture each half second, the edge's every two.

import { timeInWords } from './sightline-camera.js';
import { keepTokenIn, pageToken, queryOf } from './token.js';

const EVERY = 2_000;
const PATIENCE = 5_000;

const name = location.pathname.split('/').filter(Boolean).at(-1);
const base = new URL('..', location.href).href;

const byId = (id) => document.getElementById(id);
const wordsFor = {
  live: 'live',
  connecting: 'connecting',
  stale: 'no picture',
  offline: 'offline',
  unknown: 'perhaps not live',
  paused: 'paused',
  refused: 'not here',
};

const camera = document.createElement('sightline-camera');
camera.stream = name;
camera.setAttribute('controls', '');
if (pageToken) camera.token = pageToken;

function showStatus() {
  byId('state').textContent = wordsFor[camera.status];
  byId('state').dataset.state = camera.status;
}

function showFigures() {
  const { width, height, fps, age } = camera.figures;
  const isMoving = camera.status === 'live';
  byId('resolution').textContent = width > 0 ? `${width} × ${height}` : '–';
  byId('rate').textContent = isMoving && fps !== undefined ? `${fps.toFixed(1)} fps` : '–';
  byId('age').textContent = isMoving && age !== undefined ? `${(age / 1000).toFixed(2)} s` : '–';
  if (width > 0) byId('stage').style.setProperty('--ratio', width / height);
}

async function showReport() {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(`status.json${queryOf(pageToken)}`, { cache: 'no-store', signal });
    const [stream] = (await response.json()).streams;
    byId('viewers').textContent = stream.viewers.toLocaleString();
    byId('since').textContent = timeInWords(stream.since);
    byId('source').textContent = stream.source;
  } catch {
    byId('viewers').textContent = '–'; // The picture says what is the matter.
  }
}

async function keepReporting() {
  if (!document.hidden) await showReport();
  setTimeout(keepReporting, EVERY);
}

document.title = `${name} · Sightline`;
byId('name').textContent = name;
byId('element').textContent =
  `<script type="module" src="${base}assets/sightline-camera.js"></script>\n` +
  `<sightline-camera stream="${name}"${pageToken && ` token="${pageToken}"`} controls></sightline-camera>`;
byId('image').textContent = `<img src="${base}${name}/stream${queryOf(pageToken)}" alt="${name}">`;
keepTokenIn(document);
byId('stage').append(camera);
camera.addEventListener('statechange', showStatus);
setInterval(showFigures, 500);
document.addEventListener('visibilitychange', () => document.hidden || showReport());
showStatus();
keepReporting();
