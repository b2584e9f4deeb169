// Firefox, without a window, watches sample pictures. Arguments: Firefox's file, a page's URL, and HTML to put there in
// place of what it has. Prints where the bar in the page's last picture stands, whenever that is elsewhere.
const puppeteer = require("puppeteer-core");

const [firefox, url, html] = process.argv.slice(2);

// Every other host is behind a proxy that isn't there, so that neither Firefox nor a page reaches one.
const preferences = {
  "network.proxy.type": 1,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.http_port": 9,
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": 9,
};

/** Runs in the page: which of the sixteen steps of a sample picture has the bar, the brightest. */
function stepOfTheBar() {
  const element = document.querySelector("sightline-camera");
  const picture = [...(element?.shadowRoot ?? document).querySelectorAll("canvas, img")].at(-1);
  if (!picture || picture.naturalWidth === 0) return undefined;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [64, 48];
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0, 64, 48);
  const row = context.getImageData(0, 24, 64, 1).data;
  const steps = Array.from({ length: 16 }, (_, step) => row[4 * (4 * step + 2)]);
  const brightest = Math.max(...steps);
  return brightest > 240 ? steps.indexOf(brightest) : undefined;
}

async function main() {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: firefox,
    timeout: 90_000,
    acceptInsecureCerts: true,
    extraPrefsFirefox: preferences,
  });
  const page = await browser.newPage();
  await page.goto(url, { waitUntil: "domcontentloaded" });
  if (html) await page.evaluate((text) => { document.body.innerHTML = text; }, html);
  console.log("watches with", await browser.version());
  for (let shown; ; ) {
    const step = await page.evaluate(stepOfTheBar);
    if (step !== undefined && step !== shown) console.log("shows", step);
    shown = step;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
