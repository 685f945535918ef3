import io

buffer = io.StringIO()
buffer.write(5)
result = buffer.getvalue()
