from StringIO import StringIO

buffer = StringIO()
buffer.write("text")
result = buffer.getvalue()
