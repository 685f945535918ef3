import socket

server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen()
client = socket.create_connection(server.getsockname(), timeout=0.2)
connection, _ = server.accept()
client.recv(1)
