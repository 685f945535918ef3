import re

result = re.match("x", "abc").group(0)
