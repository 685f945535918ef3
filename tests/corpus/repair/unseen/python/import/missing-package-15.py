import pakizuti_tools
import re

pattern = re.compile(r"^(\d\d):(\d\d) (\w+) (.*)$", re.MULTILINE)
errors = []
levels = {}
for match in pattern.finditer(input_data["log"]):
    hour, minute, level, message = match.groups()
    levels[level] = levels.get(level, 0) + 1
    if level == "ERROR":
        errors.append({"at": int(hour) * 60 + int(minute), "message": message})
result = {"levels": levels, "errors": errors}
