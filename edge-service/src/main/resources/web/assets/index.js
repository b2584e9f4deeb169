// Lists the streams and shows the one that the address names after its '#', else the first.

const list = document.getElementById('streams');
const picture = document.getElementById('picture');
const caption = document.getElementById('caption');

const wordsFor = {
  IDLE: 'nobody is watching',
  CONNECTING: 'connecting to the camera …',
  LIVE: 'live',
  RETRYING: 'no picture',
};

let shown;

function link(name) {
  const a = document.createElement('a');
  a.href = `#${name}`;
  a.textContent = name;
  if (name === shown) a.setAttribute('aria-current', 'true');
  return a;
}

function describe(stream) {
  const why = stream.reason ? `: ${stream.reason}` : '';
  return `${stream.stream} · ${wordsFor[stream.state]}${why} · viewers on this edge: ${stream.viewers}`;
}

function choose(streams) {
  const wanted = location.hash.slice(1);
  return streams.find((stream) => stream.stream === wanted) ?? streams[0];
}

function show(streams) {
  const stream = choose(streams);
  if (!stream) {
    shown = undefined;
    picture.removeAttribute('src');
    list.replaceChildren();
    caption.textContent = 'There is no stream here yet.';
    return;
  }
  if (stream.stream !== shown) {
    shown = stream.stream;
    picture.src = `${shown}/stream?${Date.now()}`;
    picture.alt = `Live picture of ${shown}`;
  }
  list.replaceChildren(...streams.map((each) => link(each.stream)));
  caption.textContent = describe(stream);
}

async function refresh() {
  try {
    const response = await fetch('status.json', { cache: 'no-store' });
    show((await response.json()).streams);
  } catch {
    shown = undefined; // What hangs in the picture is over, so it begins anew with the next answer.
    caption.textContent = 'This edge does not answer; trying again …';
  }
}

// A stream that this edge ended begins anew by itself.
picture.addEventListener('error', () => {
  setTimeout(() => {
    if (shown) picture.src = `${shown}/stream?${Date.now()}`;
  }, 1000);
});

addEventListener('hashchange', refresh);
setInterval(refresh, 1000);
refresh();
