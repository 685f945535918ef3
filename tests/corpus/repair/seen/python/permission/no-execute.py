import subprocess

with open("tool.sh", "w") as handle:
    handle.write("#!/bin/sh\necho hi\n")

result = subprocess.check_output(["./tool.sh"])
