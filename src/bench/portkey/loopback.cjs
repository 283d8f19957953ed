// Loaded before Portkey's gateway, which would listen on every interface of the machine.
const net = require('node:net');

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  const listeners = rest.filter((argument) => typeof argument === 'function');
  return listen.call(this, port, '127.0.0.1', ...listeners);
};
