// One camera through node-mjpeg-proxy. Arguments: the camera's URL, the port for viewers.
const http = require("http");
const { MjpegProxy } = require("mjpeg-proxy");

const [camera, port] = process.argv.slice(2);
const proxy = new MjpegProxy(camera);
http.createServer((request, response) => proxy.proxyRequest(request, response)).listen(port, "127.0.0.1");
