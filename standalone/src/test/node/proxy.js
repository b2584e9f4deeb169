// node-mjpeg-proxy as its users start it. Argument: the URL of a camera. Prints the URL for its viewers.
const http = require("http");
const { MjpegProxy } = require("mjpeg-proxy");

const proxy = new MjpegProxy(process.argv[2]);
const server = http.createServer((request, response) => proxy.proxyRequest(request, response));
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/index1.jpg`));
