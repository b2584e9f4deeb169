// Keeps the figures as new as the edge has them: the page is fetched again every second, and what
// differs is changed in place, so that the focus, a selection and the place on the page stay.

import { keepTokenIn } from './token.js';

const EVERY = 1_000;
const PATIENCE = 5_000;

function renewAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

function renewChildren(old, fresh) {
  const children = [...fresh.childNodes];
  while (old.childNodes.length > children.length) old.lastChild.remove();
  children.forEach((child, i) => {
    if (i < old.childNodes.length) renew(old.childNodes[i], child);
    else old.append(child);
  });
}

function renew(old, fresh) {
  if (old.nodeName !== fresh.nodeName) {
    old.replaceWith(fresh);
  } else if (old.nodeType === Node.ELEMENT_NODE) {
    renewAttributes(old, fresh);
    renewChildren(old, fresh);
  } else if (old.nodeValue !== fresh.nodeValue) {
    old.nodeValue = fresh.nodeValue;
  }
}

function say(sentence) {
  const note = document.getElementById('note');
  if (note.textContent !== sentence) note.textContent = sentence;
}

/** The edge's own answers are; a proxy's are pages. */
function isSentence(response) {
  return response.headers.get('Content-Type')?.startsWith('text/plain') === true;
}

async function refresh() {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(location.href, { cache: 'no-store', signal });
    const text = await response.text();
    if (!response.ok) {
      say(isSentence(response) ? text : `There was an answer with the code ${response.status}.`);
      return;
    }
    const fresh = new DOMParser().parseFromString(text, 'text/html');
    keepTokenIn(fresh);
    document.title = fresh.title;
    renew(document.body, fresh.body);
  } catch {
    say('This edge does not answer; trying again …');
  }
}

async function keepFresh() {
  if (!document.hidden) await refresh();
  setTimeout(keepFresh, EVERY);
}

keepTokenIn(document);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) refresh();
});
setTimeout(keepFresh, EVERY);
