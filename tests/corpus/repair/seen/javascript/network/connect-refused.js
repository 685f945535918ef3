const net = require('net');
const socket = net.connect(9, '127.0.0.1');
socket.on('data', () => {});
