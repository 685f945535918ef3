import socket

result = socket.getaddrinfo("no-such-host.invalid", 80)
