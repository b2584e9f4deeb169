// A WebSocket viewer made with "ws". Arguments: a URL, and for a viewer that asks for each picture what it says. Prints each
// message on a line, with its kind and its bytes as base64.
const WebSocket = require("ws");

const [url, request] = process.argv.slice(2);
const socket = new WebSocket(url);

function ask() {
  if (request) socket.send(request);
}

socket.on("open", ask);
socket.on("message", (data, isBinary) => {
  console.log(isBinary ? "binary" : "text", data.toString("base64"));
  ask();
});
socket.on("close", (code, reason) => console.log("closed", code, reason.toString()));
socket.on("error", (error) => console.log("failed", error.message));
