import re

result = re.findall(r"\d", 12)
