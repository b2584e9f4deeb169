// What relays of MPEG-TS for JSMpeg do, on the module ws: each piece of an upload goes to every viewer as a message.
// Arguments: the port for uploads, the port for viewers.
const http = require("http");
const { WebSocket, WebSocketServer } = require("ws");

const [uploadPort, viewerPort] = process.argv.slice(2).map(Number);
const viewers = new WebSocketServer({ port: viewerPort, host: "127.0.0.1", perMessageDeflate: false });

// Nobody is disconnected for being slow, and nothing is left out: what a viewer doesn't take waits in memory.
function broadcast(piece) {
  for (const viewer of viewers.clients) {
    if (viewer.readyState === WebSocket.OPEN) {
      viewer.send(piece);
    }
  }
}

const uploads = http.createServer((request, response) => {
  request.on("data", broadcast);
  request.on("end", () => response.end());
});
uploads.requestTimeout = 0; // an upload never ends
uploads.listen(uploadPort, "127.0.0.1");
